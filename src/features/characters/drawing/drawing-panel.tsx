/** A cell of the task, opened to draw in: with a pointer, a finger or a pen, or by a letter of an alphabet. */
import { Popover } from '@base-ui/react/popover';
import { Eraser, Grid3x3, Undo2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isFull, type OwnDrawing, withoutLastStroke } from '#families/pictures/own-drawing.ts';
import { AlphabetChooser } from './alphabet-chooser.tsx';
import { DrawingSheet } from './drawing-sheet.tsx';

const ICON = { size: 16, 'aria-hidden': true } as const;

interface DrawingPanelProps {
  /** Where the panel stands beside. */
  readonly anchor: Element | null;
  readonly title: string;
  readonly drawing: OwnDrawing;
  /** Of the alphabets that letters can be chosen from, and the hand that writes the next one. */
  readonly seed: number;
  readonly hand: number;
  /** After every point; without strokes, the cell is as it was. */
  readonly onDraw: (drawing: OwnDrawing) => void;
  /** A letter was taken from an alphabet. */
  readonly onChoose: (letter: OwnDrawing) => void;
  readonly onClose: () => void;
  /** What is made of the drawing meanwhile. */
  readonly children?: ReactNode;
}

/** A key with Control or Command that takes something back. */
function isUndo({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'z';
}

export function DrawingPanel(props: DrawingPanelProps) {
  const { anchor, title, drawing, seed, hand, onDraw, onChoose, onClose, children } = props;
  const { t } = useTranslation();
  const titleId = useId();
  const [isChoosing, setIsChoosing] = useState(false);
  const isEmpty = drawing.length === 0;

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isUndo(event) || isEmpty) return;
    // The page's own undo would take back the whole letter.
    event.preventDefault();
    event.stopPropagation();
    onDraw(withoutLastStroke(drawing));
  };

  return (
    <Popover.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Popover.Portal>
        <Popover.Positioner
          className="floating"
          anchor={anchor}
          side="right"
          sideOffset={8}
          collisionPadding={8}
        >
          <Popover.Popup className="popup drawing-panel" aria-labelledby={titleId} onKeyDown={onKeyDown}>
            <h2 id={titleId}>{title}</h2>
            {isChoosing ? (
              <AlphabetChooser
                seed={seed}
                hand={hand}
                onChoose={(letter) => {
                  onChoose(letter);
                  setIsChoosing(false);
                }}
              />
            ) : (
              <DrawingSheet drawing={drawing} onDraw={onDraw} />
            )}
            <p className="note" role="status">
              {isFull(drawing) ? t('drawing.full') : ''}
            </p>
            {children}
            <div className="drawing-tools">
              <button
                type="button"
                className="icon"
                aria-label={t('drawing.undo')}
                title={t('drawing.undo')}
                disabled={isEmpty}
                onClick={() => onDraw(withoutLastStroke(drawing))}
              >
                <Undo2 {...ICON} />
              </button>
              <button
                type="button"
                className="icon"
                aria-label={t('drawing.clear')}
                title={t('drawing.clear')}
                disabled={isEmpty}
                onClick={() => onDraw([])}
              >
                <Eraser {...ICON} />
              </button>
              <button type="button" aria-pressed={isChoosing} onClick={() => setIsChoosing(!isChoosing)}>
                <Grid3x3 {...ICON} />
                {t('drawing.choose')}
              </button>
              <Popover.Close className="primary">{t('drawing.done')}</Popover.Close>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

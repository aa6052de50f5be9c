/** The sheet of one cell: what is drawn on it is the task's at once, and every answer follows. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OWN_PEN, type OwnDrawing } from '#families/pictures/own-drawing.ts';
import { type Cell, isSameCell } from '#families/pictures/drawn-cells.ts';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { usePlayground } from '#store/react.ts';
import { CellAnswers } from '../cell-answers.tsx';
import { CellPicture } from '../cell-picture.tsx';
import { DrawingPanel } from './drawing-panel.tsx';

interface CellDrawingProps {
  readonly anchor: Element | null;
  readonly title: string;
  readonly task: ShownPictures;
  readonly cell: Cell;
  readonly onClose: () => void;
}

export function CellDrawing({ anchor, title, task, cell, onClose }: CellDrawingProps) {
  const { t } = useTranslation();
  const gesture = useId();
  const [chosen, setChosen] = useState(0);
  const drawn = usePlayground(({ drawings }) => drawings.find((one) => isSameCell(one, cell)));
  const seed = usePlayground(({ settings }) => settings.seed);
  const others = usePlayground(({ drawings }) => drawings.length);
  const drawCell = usePlayground((state) => state.drawCell);
  const ink = pictureOf(task, cell);
  const draw = (strokes: OwnDrawing) =>
    drawCell(cell, strokes.length === 0 ? null : { strokes, width: OWN_PEN }, gesture);
  return (
    <DrawingPanel
      anchor={anchor}
      title={title}
      drawing={drawn?.drawing.strokes ?? []}
      seed={seed}
      hand={others + chosen}
      onDraw={draw}
      onChoose={(letter) => {
        setChosen(chosen + 1);
        draw(letter);
      }}
      onClose={onClose}
    >
      <div className="drawing-seen">
        {ink === null ? null : <CellPicture ink={ink} side={task.side} />}
        {cell.role === 'query' ? (
          <CellAnswers task={task} cell={cell} />
        ) : (
          <span className="note">{t('drawing.seen', { side: task.side })}</span>
        )}
      </div>
    </DrawingPanel>
  );
}

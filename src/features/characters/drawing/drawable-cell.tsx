/** A picture of the task that opens as a sheet to draw on. */
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cell, isSameCell } from '#families/pictures/drawn-cells.ts';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { letterOf } from '../../class-letter.ts';
import { CellPicture } from '../cell-picture.tsx';

const CellDrawing = lazy(async () => ({ default: (await import('./cell-drawing.tsx')).CellDrawing }));

interface DrawableCellProps {
  readonly task: ShownPictures;
  readonly cell: Cell;
}

export function DrawableCell({ task, cell }: DrawableCellProps) {
  const { t } = useTranslation();
  // The button itself, while its sheet is open.
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  const ink = pictureOf(task, cell);
  if (ink === null) return null;
  const isDrawn = task.drawn.some((one) => isSameCell(one, cell));
  const title = t(cell.role === 'support' ? 'drawing.support' : 'drawing.query', {
    letter: letterOf(cell.label),
    number: cell.at + 1,
  });
  return (
    <>
      <button
        type="button"
        className="drawable-cell"
        data-drawn={isDrawn}
        aria-haspopup="dialog"
        aria-expanded={opener !== null}
        aria-label={t('drawing.open', { what: title })}
        title={t('drawing.open', { what: title })}
        onClick={({ currentTarget }) => setOpener(currentTarget)}
      >
        <CellPicture ink={ink} side={task.side} />
      </button>
      {opener === null ? null : (
        <Suspense fallback={null}>
          <CellDrawing
            anchor={opener}
            title={title}
            task={task}
            cell={cell}
            onClose={() => {
              setOpener(null);
              opener.focus();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

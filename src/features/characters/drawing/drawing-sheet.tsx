/** The sheet that is drawn on. */
import { useTranslation } from 'react-i18next';
import type { OwnDrawing } from '#families/pictures/own-drawing.ts';
import { StrokesPicture } from './strokes-picture.tsx';
import { usePen } from './use-pen.ts';

interface DrawingSheetProps {
  readonly drawing: OwnDrawing;
  readonly onDraw: (drawing: OwnDrawing) => void;
}

/** About where the invented letters are, so that a drawing is as large as those that a network knows. */
const USUAL = { from: 0.16, side: 0.68 };

export function DrawingSheet({ drawing, onDraw }: DrawingSheetProps) {
  const { t } = useTranslation();
  const pen = usePen(drawing, onDraw);
  return (
    <svg
      className="drawing-sheet"
      viewBox="0 0 1 1"
      role="img"
      aria-label={t('drawing.sheet', { count: drawing.length })}
      {...pen}
    >
      <rect
        className="usual-place"
        x={USUAL.from}
        y={USUAL.from}
        width={USUAL.side}
        height={USUAL.side}
        rx={0.03}
      />
      <StrokesPicture strokes={drawing} />
    </svg>
  );
}

/** The classes of the task, each with the drawings that are learned from. */
import { useTranslation } from 'react-i18next';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { letterOf } from '../class-letter.ts';
import { CellPicture } from './cell-picture.tsx';
import { DrawableCell } from './drawing/drawable-cell.tsx';

interface SupportGridProps {
  readonly task: ShownPictures;
  /** Whether its cells open to draw in. */
  readonly isDrawable?: boolean;
}

export function SupportGrid({ task, isDrawable = true }: SupportGridProps) {
  const { t } = useTranslation();
  const { ways, perClass, side } = task;
  return (
    <section className="support-grid" aria-label={t('characters.support')}>
      <h3>{t('characters.supportTitle', { count: perClass.shots })}</h3>
      <ol>
        {Array.from({ length: ways }, (_, label) => (
          <li key={letterOf(label)}>
            <span className="class-letter">{letterOf(label)}</span>
            {Array.from({ length: perClass.shots }, (__, at) => {
              const cell = { role: 'support', label, at } as const;
              const ink = pictureOf(task, cell);
              if (ink === null) return null;
              // A cell is its place.
              /* oxlint-disable react/no-array-index-key */
              return isDrawable ? (
                <DrawableCell key={at} task={task} cell={cell} />
              ) : (
                <CellPicture key={at} ink={ink} side={side} />
              );
              /* oxlint-enable react/no-array-index-key */
            })}
          </li>
        ))}
      </ol>
    </section>
  );
}

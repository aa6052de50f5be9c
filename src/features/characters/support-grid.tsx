/** The classes of the task, each with the drawings that are learned from. */
import { useTranslation } from 'react-i18next';
import { pictureOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { letterOf } from './answers.ts';
import { CellPicture } from './cell-picture.tsx';

export function SupportGrid({ task }: { readonly task: ShownPictures }) {
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
              const ink = pictureOf(task, { role: 'support', label, at });
              // A cell is its place.
              // oxlint-disable-next-line react/no-array-index-key
              return ink === null ? null : <CellPicture key={at} ink={ink} side={side} />;
            })}
          </li>
        ))}
      </ol>
    </section>
  );
}

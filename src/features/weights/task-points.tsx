/** The support points on screen as a file; they come back through the import below. */
import { useTranslation } from 'react-i18next';
import { scaleOf } from '#families/family-of.ts';
import { writePointsCsv, writePointsJson } from '#formats/point-files.ts';
import { usePlayground } from '#store/react.ts';
import { saveFile } from '#ui/save-file.ts';

const FILES = [
  { extension: 'csv', mime: 'text/csv;charset=utf-8', write: writePointsCsv },
  { extension: 'json', mime: 'application/json', write: writePointsJson },
] as const;

export function TaskPoints() {
  const { t } = useTranslation();
  const support = usePlayground((state) => state.task.support);
  const numbers = usePlayground((state) => state.task.numbers);
  return (
    <section className="points-part" aria-label={t('weights.points')}>
      <span>{t('weights.points')}</span>
      {FILES.map(({ extension, mime, write }) => (
        <button
          key={extension}
          type="button"
          className="plain"
          aria-label={t('weights.pointsAs', { format: extension.toUpperCase() })}
          onClick={() =>
            saveFile(`points-${support.count}.${extension}`, write(support, scaleOf(numbers)), mime)
          }
        >
          {extension.toUpperCase()}
        </button>
      ))}
    </section>
  );
}

/** Weights travel: out in a format that other tools open, with the lines that open it, and in from wherever they are. */
import { useTranslation } from 'react-i18next';
import { ExportWeights } from './export-weights.tsx';
import { ImportWeights } from './import-weights.tsx';
import { TaskPoints } from './task-points.tsx';

export function WeightsPanel() {
  const { t } = useTranslation();
  return (
    <div className="panel">
      <ExportWeights />
      <TaskPoints />
      <section aria-label={t('weights.importSection')}>
        <ImportWeights />
      </section>
    </div>
  );
}

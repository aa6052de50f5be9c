/** Weights travel: out in a format that other tools open, with the lines that open it, and in from wherever they are. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { ExportWeights } from './export-weights.tsx';
import { ImportWeights } from './import-weights.tsx';
import { TaskPoints } from './task-points.tsx';

/** `children` stand below the rest. */
export function WeightsPanel({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const isCurve = usePlayground((state) => state.task.view === 'curve');
  return (
    <div className="panel">
      <ExportWeights />
      {isCurve ? <TaskPoints /> : null}
      <section aria-label={t('weights.importSection')}>
        <ImportWeights />
      </section>
      {children}
    </div>
  );
}

/** One quantity of every shown initialisation as lines over the inner steps. */
import { useTranslation } from 'react-i18next';
import { StepChart } from '#charts/step-chart.tsx';
import { usePlayground } from '#store/react.ts';
import { type Quantity, useStepLines } from '../quantities.ts';

export function StepCurves({ quantity }: { readonly quantity: Quantity }) {
  const { t } = useTranslation();
  const lines = useStepLines(quantity);
  const last = usePlayground((state) => state.settings.innerSteps);
  const step = usePlayground((state) => state.step);
  const showStep = usePlayground((state) => state.showStep);
  return (
    <StepChart
      label={t('table.chart', { what: t(`table.${quantity}`), step })}
      lines={lines}
      last={last}
      step={step}
      logarithmicLabel={t('table.logarithmic')}
      onStep={showStep}
    />
  );
}

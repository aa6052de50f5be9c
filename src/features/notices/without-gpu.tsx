/** Says that JavaScript computes everything, where the visitor has not asked for it. */
import { usePanelTexts } from '../panel-texts.ts';

export function WithoutGpu() {
  const { t } = usePanelTexts();
  return <p className="notice plain">{t('engine.cpuText')}</p>;
}

/** What the self-check says, alike in its dialog and in the notice. */
import { useTranslation } from 'react-i18next';
import type { BackendReport, EngineName } from '#core/backend.ts';
import type { SelfCheckState } from '#store/engine/state.ts';

export function useCheckWords() {
  const { t, i18n } = useTranslation();
  const engineOn = (engine: EngineName, { backend }: BackendReport) =>
    t('check.onEngine', { engine: t(`check.engine.${engine}`), backend: t(`backend.${backend}`) });
  const outcomeOf = ({ outcome, engines }: SelfCheckState): string => {
    if (outcome === null) return '';
    if (outcome.kind !== 'moved') return t(`check.outcome.${outcome.kind}`);
    const failed = engines
      .filter(({ made }) => made.some(({ passed }) => !passed))
      .map(({ engine, on }) => engineOn(engine, on));
    const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
    return t('check.outcome.moved', {
      failed: list.format(failed),
      engine: engineOn(outcome.to, outcome.on),
    });
  };
  return { engineOn, outcomeOf };
}

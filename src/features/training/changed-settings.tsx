/** Says which settings have changed since the run began, if any have. */
import { useTranslation } from 'react-i18next';
import { describeArchitecture } from '#models/mlp.ts';
import type { Settings } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { type ChangedSetting, changedSettings } from '#training/setting-effects.ts';
import { formatSetting } from '#ui/format.ts';

export function ChangedSettings() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const run = usePlayground((state) => state.run?.settings);
  const changed = run === undefined ? [] : changedSettings(run, settings);
  if (run === undefined || changed.length === 0) return null;
  const valueOf = (from: Settings, id: ChangedSetting): string => {
    if (id === 'architecture') return describeArchitecture(from.architecture);
    if (id === 'algorithm') return t(`algorithm.${from.algorithm}`);
    if (id === 'initialisation') return t(`initialisation.${from.initialisation}`);
    if (id === 'optimiser') return t(`optimiser.${from.optimiser}`);
    if (id === 'annealing') return t(`annealing.${from.annealing}`);
    return formatSetting(from[id]);
  };
  return (
    <div className="note">
      <p>{t('train.changed')}</p>
      <ul>
        {changed.map((id) => (
          <li key={id}>
            {t(`train.names.${id}`)}
            {t('between.nameAndValue')}
            {valueOf(run, id)} → {valueOf(settings, id)}
          </li>
        ))}
      </ul>
    </div>
  );
}

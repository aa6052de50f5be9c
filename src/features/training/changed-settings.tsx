/** Which settings differ from the run's: those that it can take up on its way, at a press, and those that need a new one. */
import { useTranslation } from 'react-i18next';
import type { Settings } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { changedSettings } from '#training/setting-effects.ts';
import { changesTo } from '#training/steering.ts';
import { formatCount, formatSetting } from '#ui/format.ts';
import { useSettingName, useSettingValue } from '../setting-words.ts';

interface DifferencesProps {
  readonly ids: readonly (keyof Settings)[];
  readonly run: Settings;
  readonly settings: Settings;
}

/** Each setting with its value in the run and on the page. */
function Differences({ ids, run, settings }: DifferencesProps) {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  const valueOf = useSettingValue();
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          {nameOf(id)}
          {t('between.nameAndValue')}
          {valueOf(run, id)} → {valueOf(settings, id)}
        </li>
      ))}
    </ul>
  );
}

export function ChangedSettings() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const run = usePlayground((state) => state.run?.settings);
  const iteration = usePlayground((state) => state.run?.iteration ?? 0);
  const steerRun = usePlayground((state) => state.steerRun);
  if (run === undefined) return null;
  const changed = changedSettings(run, settings);
  // Before its first meta-step a run is as good as anew.
  const steerable = iteration === 0 ? [] : changesTo(run, settings, iteration).map(({ id }) => id);
  const others = changed.filter((id) => !steerable.some((taken) => taken === id));
  return (
    <>
      {steerable.length === 0 ? null : (
        <div className="note steering">
          <p>{t('train.steerable')}</p>
          <Differences ids={steerable} run={run} settings={settings} />
          <button type="button" onClick={() => void steerRun()}>
            {t('train.steer')}
          </button>
        </div>
      )}
      {others.length === 0 ? null : (
        <div className="note">
          <p>{t('train.changed')}</p>
          <Differences ids={others} run={run} settings={settings} />
        </div>
      )}
    </>
  );
}

/** What the run has taken up on its way, and when. */
export function TakenUp() {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  const changes = usePlayground((state) => state.run?.changes);
  if (changes === undefined || changes.length === 0) return null;
  return (
    <div className="note" data-testid="taken-up">
      <p>{t('train.takenUp')}</p>
      <ul>
        {changes.map(({ iteration, id, from, to }) => (
          <li key={`${iteration} ${id}`}>
            {t('train.takenUpAt', { iteration: formatCount(iteration) })}
            {t('between.nameAndValue')}
            {nameOf(id)} {formatSetting(from)} → {formatSetting(to)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is said of a saved run. */
import { useTranslation } from 'react-i18next';
import { settingsBefore } from '#training/steering.ts';
import { familyOf } from '#families/family-of.ts';
import type { SavedRunSummary } from '#store/saved/saved-slice.ts';
import { formatCount, formatNumber, formatSetting } from '#ui/format.ts';
import { formatWhen } from '#ui/when.ts';

export interface RunWords {
  readonly title: string;
  /** What it trained, and how long. */
  readonly what: string;
  readonly when: string;
  /** How it did on held-out tasks, if that is known. */
  readonly heldOut: string | null;
}

export function useRunWords(): (run: SavedRunSummary) => RunWords {
  const { t, i18n } = useTranslation();
  return ({ name, settings, changes = [], iteration, savedAt, heldOut, ownTasks }) => {
    // Its held-out error is that of what it began with.
    const begun = settingsBefore(settings, changes);
    const taken = (id: 'shots' | 'trainingAlpha') =>
      begun[id] === settings[id]
        ? formatSetting(settings[id])
        : `${formatSetting(begun[id])} → ${formatSetting(settings[id])}`;
    const isOfPictures = familyOf(settings).view === 'pictures';
    const algorithm = t(`algorithm.${settings.algorithm}`);
    const error = formatNumber(heldOut?.afterAll.mean ?? Number.NaN);
    return {
      title: name ?? algorithm,
      what: [
        ...(name === null ? [] : [algorithm]),
        ...(ownTasks === undefined ? [] : [ownTasks.file]),
        `K = ${taken('shots')}`,
        `α = ${taken('trainingAlpha')}`,
        t('runs.iterations', { count: iteration, iterations: formatCount(iteration) }),
      ].join(t('caption.separator')),
      when: formatWhen(savedAt, i18n.language),
      heldOut:
        error === null
          ? null
          : t(isOfPictures ? 'characters.words.heldOutRun' : 'runs.heldOut', {
              error,
              count: settings.innerSteps,
            }),
    };
  };
}

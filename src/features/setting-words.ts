/** What notes call a setting, and the one of a list that it is. */
import { useTranslation } from 'react-i18next';
import type { InnerOptimiserSettings } from '#training/inner-optimiser.ts';
import { describeArchitecture } from '#models/architecture.ts';
import { isIntervalEnd } from '#training/knobs.ts';
import {
  type ChoiceId,
  type Choices,
  isChoice,
  isText,
  NUMBER_SETTINGS,
  type Settings,
} from '#training/settings.ts';
import { formatSetting } from '#ui/format.ts';

/** The short name: a number's symbol, or its label where it has none or is better spelt. */
export function useSettingName(): (id: keyof Settings) => string {
  const { t } = useTranslation();
  return (id) => {
    if (id === 'architecture' || isChoice(id) || isText(id)) return t(`setting.${id}`);
    const { symbol, end, isSpelt = false } = NUMBER_SETTINGS[id];
    if (isIntervalEnd(id)) return t(end === 'from' ? 'setting.smallest' : 'setting.largest', { symbol });
    return symbol === '' || isSpelt ? t(`setting.${id}.label`) : symbol;
  };
}

/** The words for what is chosen of each list. */
export function useChoiceWords(): (choices: Choices) => Readonly<Record<ChoiceId, string>> {
  const { t } = useTranslation();
  return ({ family, algorithm, initialisation, optimiser, annealing, innerOptimiser }) => ({
    family: t(`family.${family}`),
    algorithm: t(`algorithm.${algorithm}`),
    initialisation: t(`initialisation.${initialisation}`),
    optimiser: t(`optimiser.${optimiser}`),
    annealing: t(`annealing.${annealing}`),
    innerOptimiser: t(`innerOptimiser.${innerOptimiser}`),
  });
}

/** α as results were found with it, and the inner optimiser where that is not plain gradient descent: `0.01, Momentum, μ = 0.9`. */
export function useAlphaText(): (settings: InnerOptimiserSettings, alpha: number) => string {
  const { t } = useTranslation();
  return ({ innerOptimiser, innerMomentum }, alpha) => {
    const ofMomentum = innerOptimiser === 'momentum' ? [`μ = ${formatSetting(innerMomentum)}`] : [];
    const ofOptimiser =
      innerOptimiser === 'sgd' ? [] : [t(`innerOptimiser.${innerOptimiser}`), ...ofMomentum];
    return [formatSetting(alpha), ...ofOptimiser].join(t('caption.separator'));
  };
}

/** What a setting is, in words or as its number. */
export function useSettingValue(): (settings: Settings, id: keyof Settings) => string {
  const wordsOf = useChoiceWords();
  return (settings, id) => {
    if (id === 'architecture') return describeArchitecture(settings.architecture);
    if (isText(id)) return settings[id];
    return isChoice(id) ? wordsOf(settings)[id] : formatSetting(settings[id]);
  };
}

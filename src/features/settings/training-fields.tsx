/** What the next run trains and how: algorithm, network, both loops. Only what acts is shown. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { mayNotFit } from '#training/memory-look.ts';
import { hasTasksFor, type Settings } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { Fold } from '#ui/section.tsx';
import { ChoiceSettingField } from './choice-setting.tsx';
import { KnobFields } from './setting-field.tsx';
import { useIsPublished } from '../of-published.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** These stand in the rail below the first knobs. */
const PresetField = lazy(async () => ({ default: (await import('./preset-field.tsx')).PresetField }));
const NetworkFold = lazy(async () => ({ default: (await import('./network-fields.tsx')).NetworkFold }));
/** Few trainings are large enough to need it. */
const MemoryNote = lazy(async () => ({ default: (await import('./memory-note.tsx')).MemoryNote }));

/** What an algorithm does; texts of panels come a moment after the first view. */
function Explanation({ algorithm }: Pick<Settings, 'algorithm'>) {
  const { t } = usePanelTexts();
  return t(`explanation.${algorithm}`);
}

export function TrainingFields() {
  const { t } = useTranslation();
  const { algorithm, optimiser, annealing, innerOptimiser, family } = usePlayground(
    (state) => state.settings,
  );
  const isPublished = useIsPublished();
  const isLarge = usePlayground((state) => mayNotFit(state.settings));
  return (
    <>
      {isPublished ? (
        <Suspense>
          <PresetField />
        </Suspense>
      ) : null}
      <ChoiceSettingField
        id="algorithm"
        description={
          <Suspense>
            <Explanation algorithm={algorithm} />
          </Suspense>
        }
        isPossible={(choice) =>
          TRAINING_ALGORITHMS.some((name) => name === choice && hasTasksFor(name, { family }))
        }
      />
      <KnobFields part="training" />
      <Suspense>
        <NetworkFold />
      </Suspense>
      {isLarge ? (
        <Suspense>
          <MemoryNote />
        </Suspense>
      ) : null}
      <Fold
        title={t('setting.optimiserGroup')}
        summary={[
          t(`optimiser.${optimiser}`),
          annealing === 'none' ? [] : t(`annealing.${annealing}`),
          innerOptimiser === 'sgd'
            ? []
            : t('setting.inside', { name: t(`innerOptimiser.${innerOptimiser}`) }),
        ]
          .flat()
          .join(t('caption.separator'))}
      >
        <ChoiceSettingField id="optimiser" />
        <ChoiceSettingField id="annealing" />
        <ChoiceSettingField id="innerOptimiser" />
        <KnobFields part="training" isFolded />
      </Fold>
    </>
  );
}

/** What the next run trains and how: algorithm, network, both loops. Only what acts is shown. */
import { lazy, Suspense } from 'react';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { mayNotFit } from '#training/memory-look.ts';
import { hasTasksFor } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { Fold } from '#ui/section.tsx';
import { ChoiceSettingField } from './choice-setting.tsx';
import { NetworkFold } from './network-fields.tsx';
import { PresetField } from './preset-field.tsx';
import { KnobFields } from './setting-field.tsx';
import { useIsPublished } from '../of-published.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** Few trainings are large enough to need it. */
const MemoryNote = lazy(async () => ({ default: (await import('./memory-note.tsx')).MemoryNote }));

export function TrainingFields() {
  const { t } = usePanelTexts();
  const { algorithm, optimiser, annealing, innerOptimiser, family } = usePlayground(
    (state) => state.settings,
  );
  const isPublished = useIsPublished();
  const isLarge = usePlayground((state) => mayNotFit(state.settings));
  return (
    <>
      {isPublished ? <PresetField /> : null}
      <ChoiceSettingField
        id="algorithm"
        description={t(`explanation.${algorithm}`)}
        isPossible={(choice) =>
          TRAINING_ALGORITHMS.some((name) => name === choice && hasTasksFor(name, { family }))
        }
      />
      <KnobFields part="training" />
      <NetworkFold />
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

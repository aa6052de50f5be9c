/** What the next run trains and how: algorithm, network, both loops. Only what acts is shown. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { mayNotFit } from '#training/memory-look.ts';
import { ANNEALINGS, OPTIMISERS } from '#training/optimiser.ts';
import type { TrainingNumberId } from '#training/learner.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { usePlayground } from '#store/react.ts';
import { actsOnTraining } from '#training/setting-effects.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Fold } from '#ui/section.tsx';
import { KnobHint } from './knob-hint.tsx';
import { NetworkFields } from './network-fields.tsx';
import { PresetField } from './preset-field.tsx';
import { DifferenceMark } from './run-differences.tsx';
import { SettingField } from './setting-field.tsx';

const LOOPS: readonly TrainingNumberId[] = [
  'beta',
  'metaBatch',
  'trainingAlpha',
  'trainingSteps',
  'lambda',
  'conjugateGradientSteps',
];
const DETAILS: readonly TrainingNumberId[] = ['iterations', 'clip', 'innerBatch'];

/** Few trainings are large enough to need it. */
const MemoryNote = lazy(async () => ({ default: (await import('./memory-note.tsx')).MemoryNote }));

/** Those of the numbers that act with the chosen algorithm. */
function ActingFields({ ids }: { readonly ids: readonly TrainingNumberId[] }) {
  const settings = usePlayground((state) => state.settings);
  return ids.filter((id) => actsOnTraining(id, settings)).map((id) => <SettingField key={id} id={id} />);
}

export function TrainingFields() {
  const { t } = useTranslation();
  const { algorithm, optimiser, annealing } = usePlayground((state) => state.settings);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const isLarge = usePlayground((state) => mayNotFit(state.settings));
  return (
    <>
      <PresetField />
      <ChoiceField
        label={t('setting.algorithm')}
        hint={
          <KnobHint
            ids={['algorithm']}
            meaning={t('setting.algorithmHint')}
            effect="nextRun"
            term={algorithm}
          />
        }
        mark={<DifferenceMark ids={['algorithm']} />}
        value={algorithm}
        options={TRAINING_ALGORITHMS.map((value) => ({ value, label: t(`algorithm.${value}`) }))}
        onChange={(value) => changeSettings({ algorithm: value })}
        description={t(`explanation.${algorithm}`)}
      />
      <NetworkFields />
      <ActingFields ids={LOOPS} />
      {isLarge ? (
        <Suspense>
          <MemoryNote />
        </Suspense>
      ) : null}
      <Fold
        title={t('setting.optimiserGroup')}
        summary={[t(`optimiser.${optimiser}`), annealing === 'none' ? [] : t(`annealing.${annealing}`)]
          .flat()
          .join(t('caption.separator'))}
      >
        <ChoiceField
          label={t('setting.optimiser')}
          hint={
            <KnobHint
              ids={['optimiser']}
              meaning={t('setting.optimiserHint')}
              effect="nextRun"
              term={optimiser}
            />
          }
          mark={<DifferenceMark ids={['optimiser']} />}
          value={optimiser}
          options={OPTIMISERS.map((value) => ({ value, label: t(`optimiser.${value}`) }))}
          onChange={(value) => changeSettings({ optimiser: value })}
        />
        <ChoiceField
          label={t('setting.annealing')}
          hint={
            <KnobHint
              ids={['annealing']}
              meaning={t('setting.annealingHint')}
              effect="nextRun"
              term="annealing"
            />
          }
          mark={<DifferenceMark ids={['annealing']} />}
          value={annealing}
          options={ANNEALINGS.map((value) => ({ value, label: t(`annealing.${value}`) }))}
          onChange={(value) => changeSettings({ annealing: value })}
        />
        <ActingFields ids={DETAILS} />
      </Fold>
    </>
  );
}

/** What is computed: the inner update, the meta-objective and the meta-gradient, with the numbers of this moment. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  actsOn,
  factsOf,
  hasInnerLoop,
  takesGradientSteps,
  type TrainingAlgorithm,
  TRAINING_ALGORITHMS,
} from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { alphaOf, type Contestant, shownContestants } from '#store/contestants/contestants.ts';
import { runningMeans } from '#store/training/history.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Formula } from '#ui/formula.tsx';
import { formatBriefly, formatSetting } from '#ui/format.ts';
import { useBatchLossNames, useIsOfPictures } from '../of-pictures.ts';
import { Sentence } from '../sentence.tsx';
import { type InnerUpdateKind, innerUpdateOf, metaGradientFormula, OBJECTIVES } from './formulas.ts';
import { type Quantity, SymbolFormula } from './symbol-formula.tsx';

function written(value: number | undefined): string {
  return value === undefined ? '…' : (formatBriefly(value) ?? '∞');
}

function hasAlpha(kind: InnerUpdateKind): boolean {
  return (
    kind !== 'none' &&
    kind !== 'closedForm' &&
    kind !== 'scaledRidge' &&
    kind !== 'svm' &&
    kind !== 'pointSeen'
  );
}

function hasOwnAlpha(kind: InnerUpdateKind): boolean {
  return kind === 'ownRates' || kind === 'stepRates';
}

function hasMomentum(kind: InnerUpdateKind): boolean {
  return kind === 'momentum' || kind === 'headMomentum';
}

function InnerUpdate({ contestant }: { readonly contestant: Contestant }) {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const alpha = usePlayground((state) => state.settings.alpha);
  const trajectory = usePlayground((state) => state.trajectories[contestant.id]);
  const isKnown = usePlayground((state) => state.task.knowledge !== 'unknown');
  const optimiser = usePlayground((state) => state.settings.innerOptimiser);
  const momentum = usePlayground((state) => state.settings.innerMomentum);
  const { kind, ...formula } = innerUpdateOf(contestant.details.origin, contestant.rates !== null, optimiser);
  const gradient = trajectory?.series.gradientNorm?.[step];
  // Where nothing moves there is neither.
  const ofDescent: Quantity[] = [
    {
      term: 'gradient',
      tex: String.raw`\left|\nabla L_S(\theta_k)\right|`,
      label: '|∇L_S(θ_k)|',
      name: t('table.gradient'),
      value: written(gradient),
    },
    {
      term: 'moved',
      tex: String.raw`\left|\theta_k-\theta_0\right|`,
      label: '|θ_k − θ₀|',
      value: written(trajectory?.series.distanceMoved?.[step]),
    },
  ];
  const quantities: Quantity[] = [
    { term: 'innerSteps', tex: 'k', label: 'k', name: t('transport.step'), value: String(step) },
    ...(hasAlpha(kind)
      ? [
          {
            term: 'alpha',
            tex: String.raw`\alpha`,
            label: 'α',
            value: hasOwnAlpha(kind)
              ? t(kind === 'stepRates' ? 'learn.eachLayer' : 'learn.eachWeight')
              : formatSetting(alphaOf(contestant, alpha)),
          } as const,
        ]
      : []),
    ...(hasMomentum(kind)
      ? [
          {
            term: 'innerOptimiser',
            tex: String.raw`\mu`,
            label: 'μ',
            value: formatSetting(momentum),
          } as const,
        ]
      : []),
    ...(contestant.logLambda === undefined
      ? []
      : [
          {
            term: 'ridgeHead',
            tex: String.raw`\lambda`,
            label: 'λ',
            name: t('learn.penalty'),
            value: written(Math.exp(contestant.logLambda)),
          } as const,
        ]),
    ...(contestant.logScale === undefined
      ? []
      : [
          {
            term: 'r2d2',
            tex: 's',
            label: 's',
            name: t('learn.scale'),
            value: written(Math.exp(contestant.logScale)),
          } as const,
        ]),
    {
      term: 'mse',
      tex: String.raw`L_S(\theta_k)`,
      label: 'L_S(θ_k)',
      name: t('table.support'),
      value: written(trajectory?.series.supportLoss[step]),
    },
    ...(kind === 'pointSeen' ? [] : ofDescent),
    ...(isKnown
      ? [
          {
            term: 'query',
            tex: String.raw`L_Q(\theta_k)`,
            label: 'L_Q(θ_k)',
            name: t('table.query'),
            value: written(trajectory?.series.queryLoss[step]),
          } as const,
        ]
      : []),
  ];
  // Of the others the gradient's length is not that of what moves.
  const isPlain = kind === 'descent' && gradient !== undefined && Number.isFinite(gradient);
  const size = isPlain ? `${formatSetting(alpha)} · ${written(gradient)} = ${written(alpha * gradient)}` : '';
  return (
    <>
      <SymbolFormula {...formula} quantities={quantities} />
      {isPlain ? (
        <p className="note" data-testid="step-size">
          {t('learn.stepSize')}
          {t('between.nameAndValue')}
          <Formula tex={String.raw`\alpha\left|\nabla L_S\right|`} label="α|∇L_S|" /> = {size}
        </p>
      ) : null}
    </>
  );
}

interface AlgorithmProps {
  readonly algorithm: TrainingAlgorithm;
}

function Objective({ algorithm }: AlgorithmProps) {
  const { t } = useTranslation();
  const lossNames = useBatchLossNames();
  const metaBatch = usePlayground((state) => state.settings.metaBatch);
  const steps = usePlayground((state) => state.settings.trainingSteps);
  const queryPoints = usePlayground((state) => state.settings.queryPoints);
  const beta = usePlayground((state) => state.settings.beta);
  const points = usePlayground((state) =>
    state.run?.settings.algorithm === algorithm ? state.run.history.points : undefined,
  );
  const after = points === undefined ? undefined : runningMeans(points).at(-1)?.after;
  const quantities: Quantity[] = [
    ...(actsOn(algorithm, 'metaBatch')
      ? [{ term: 'metaBatch', tex: 'T', label: 'T', value: String(metaBatch) } as const]
      : []),
    ...(takesGradientSteps(algorithm)
      ? [
          {
            term: 'innerSteps',
            tex: 'n',
            label: 'n',
            name: t('setting.trainingSteps.label'),
            value: String(steps),
          } as const,
        ]
      : []),
    ...(hasInnerLoop(algorithm) && factsOf(algorithm).judgedAfter !== null
      ? [{ term: 'queryPoints', tex: 'Q', label: 'Q', value: String(queryPoints) } as const]
      : []),
    { term: 'beta', tex: String.raw`\beta`, label: 'β', value: formatSetting(beta) },
    ...(after === undefined || !hasInnerLoop(algorithm)
      ? []
      : [
          {
            term: 'mse',
            tex: 'L_Q',
            label: 'L_Q',
            name: lossNames.after,
            value: written(after),
          } as const,
        ]),
  ];
  return <SymbolFormula {...OBJECTIVES[algorithm]} quantities={quantities} />;
}

function MetaGradient({ algorithm }: AlgorithmProps) {
  const { t } = useTranslation();
  const alpha = usePlayground((state) => state.settings.trainingAlpha);
  const steps = usePlayground((state) => state.settings.trainingSteps);
  const lambda = usePlayground((state) => state.settings.lambda);
  const optimiser = usePlayground((state) => state.settings.innerOptimiser);
  const formula = metaGradientFormula(algorithm, optimiser);
  const quantities: Quantity[] = [
    {
      term: 'alpha',
      tex: String.raw`\alpha`,
      label: 'α',
      name: t('setting.trainingAlpha.label'),
      value: formatSetting(alpha),
    },
    {
      term: 'innerSteps',
      tex: 'n',
      label: 'n',
      name: t('setting.trainingSteps.label'),
      value: String(steps),
    },
    ...(actsOn(algorithm, 'lambda')
      ? [{ term: 'lambda', tex: String.raw`\lambda`, label: 'λ', value: formatSetting(lambda) } as const]
      : []),
  ];
  return (
    <>
      <SymbolFormula {...formula} quantities={takesGradientSteps(algorithm) ? quantities : []} />
      <p className="note">
        {t('learn.reference')}
        {t('between.nameAndValue')}
        <Sentence words={LEARNERS[algorithm].reference} />
      </p>
    </>
  );
}

export function FormulasView() {
  const { t } = useTranslation();
  const isOfPictures = useIsOfPictures();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const [wish, setWish] = useState<Contestant['id']>('maml');
  const chosen = usePlayground((state) => state.settings.algorithm);
  const [wishedAlgorithm, setAlgorithm] = useState<TrainingAlgorithm | null>(null);
  const algorithm = wishedAlgorithm ?? chosen;
  const present = shownContestants(contestants, hidden);
  const contestant = present.find(({ id }) => id === wish) ?? present[0];
  return (
    <>
      {isOfPictures ? <p className="note">{t('characters.words.formulas')}</p> : null}
      <section className="lesson" aria-label={t('learn.innerUpdate')}>
        <h2>{t('learn.innerUpdate')}</h2>
        {contestant === undefined ? null : (
          <>
            <ChoiceField
              label={t('learn.of')}
              value={contestant.id}
              options={present.map(({ id }) => ({ value: id, label: t(`contestant.${id}`) }))}
              onChange={setWish}
            />
            <InnerUpdate contestant={contestant} />
          </>
        )}
      </section>
      <section className="lesson" aria-label={t('learn.objective')}>
        <h2>{t('learn.objective')}</h2>
        <ChoiceField
          label={t('learn.algorithm')}
          value={algorithm}
          options={TRAINING_ALGORITHMS.map((value) => ({ value, label: t(`algorithm.${value}`) }))}
          onChange={setAlgorithm}
          description={t(`explanation.${algorithm}`)}
        />
        <Objective algorithm={algorithm} />
      </section>
      <section className="lesson" aria-label={t('learn.metaGradient')}>
        <h2>{t('learn.metaGradient')}</h2>
        <MetaGradient algorithm={algorithm} />
      </section>
    </>
  );
}

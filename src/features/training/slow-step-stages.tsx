/** What each stage of a meta-step shows and says. */
import { useTranslation } from 'react-i18next';
import { cosineBetween, difference, norm } from '#models/vectors.ts';
import { Bars } from '#charts/bars.tsx';
import { joinLearned, type Learned } from '#training/learned.ts';
import { remembers, takesGradientSteps } from '#training/learner-facts.ts';
import type { DissectedMetaStep, MetaStepUpdate } from '#store/training/meta-step-slice.ts';
import { MOST_SHARES } from '#store/training/meta-step-work.ts';
import { formatNumber, formatSetting } from '#ui/format.ts';
import { LayerBars } from './layer-bars.tsx';
import { TaskMultiples } from './task-multiples.tsx';

type DissectedTask = DissectedMetaStep['dissection']['tasks'][number];

function meanOf(tasks: readonly DissectedTask[], pick: (task: DissectedTask) => number | undefined): number {
  return tasks.reduce((sum, task) => sum + (pick(task) ?? Number.NaN), 0) / tasks.length;
}

const queryAfter = ({ queryLoss }: DissectedTask) => queryLoss.at(-1);

/** How far and where the run's own step has gone. */
function movement(step: DissectedMetaStep, update: MetaStepUpdate) {
  const { algorithm, trainingAlpha } = step.settings;
  const learned = (weights: Learned) => joinLearned(algorithm, weights, trainingAlpha);
  const moved = difference(learned(update.after), learned(step.before));
  const cosine = cosineBetween(
    moved,
    step.dissection.direction.map((slope) => -slope),
  );
  return { moved, angle: cosine === null ? null : (180 / Math.PI) * Math.acos(cosine) };
}

export function StageSentence({ step }: { readonly step: DissectedMetaStep }) {
  const { t } = useTranslation();
  const { stage, settings, dissection, update } = step;
  const text = (value: number | null | undefined) => formatNumber(value ?? Number.NaN) ?? '∞';
  const sentence = () => {
    switch (stage) {
      case 'sample':
        return t('slow.sample', {
          count: settings.metaBatch,
          tasks: settings.metaBatch,
          shots: settings.shots,
          query: settings.queryPoints,
        });
      case 'adapt': {
        const errors = {
          before: text(meanOf(dissection.tasks, ({ supportLoss }) => supportLoss[0])),
          after: text(meanOf(dissection.tasks, ({ supportLoss }) => supportLoss.at(-1))),
        };
        return takesGradientSteps(settings.algorithm)
          ? t('slow.adapt', { count: settings.trainingSteps, ...errors })
          : t(remembers(settings.algorithm) ? 'slow.adaptSeen' : 'slow.adaptSolved', errors);
      }
      case 'query':
        return t('slow.query', {
          before: text(meanOf(dissection.tasks, ({ queryLoss }) => queryLoss[0])),
          after: text(meanOf(dissection.tasks, queryAfter)),
        });
      case 'gradient':
        return t(`slow.direction.${settings.algorithm}`, { norm: text(norm(dissection.direction)) });
      case 'update': {
        if (update === null) return '';
        const { moved, angle } = movement(step, update);
        return t(`slow.update.${settings.optimiser}`, { moved: text(norm(moved)), angle: text(angle) });
      }
      default:
        return stage satisfies never;
    }
  };
  return (
    <p className="stage-sentence" role="status">
      {sentence()}
    </p>
  );
}

interface StageProps {
  readonly step: DissectedMetaStep;
  readonly chosen: number;
  readonly onChoose: (task: number) => void;
}

function QueryBars({ step, chosen, onChoose }: StageProps) {
  const { t } = useTranslation();
  const { tasks } = step.dissection;
  const mean = meanOf(tasks, queryAfter);
  const losses = tasks.map((task) => queryAfter(task) ?? Number.NaN);
  return (
    <figure>
      <Bars
        label={t('slow.queryBars', { mean: formatNumber(mean) ?? '∞' })}
        values={losses}
        count={losses.length}
        mean={mean}
        color="var(--live)"
        chosen={chosen}
        onChoose={onChoose}
        describe={(task) =>
          t('slow.taskQuery', { task: task + 1, loss: formatNumber(losses[task] ?? NaN) ?? '∞' })
        }
      />
      <figcaption className="note">{t('slow.mean', { mean: formatNumber(mean) ?? '∞' })}</figcaption>
    </figure>
  );
}

/** How much of each task's own gradient goes along the mean: the mean of these is the mean's size. */
function Shares({ step, chosen, onChoose }: StageProps) {
  const { t } = useTranslation();
  const { shares, dissection, settings } = step;
  if (settings.metaBatch > MOST_SHARES) return null;
  const along = shares.map((share) => share.norm * (share.cosine ?? 0));
  const against = along.filter((value) => value < 0).length;
  const largest = Math.max(...shares.map((share) => share.norm));
  return (
    <figure>
      <Bars
        label={t('slow.shares')}
        values={along}
        count={settings.metaBatch}
        mean={norm(dissection.direction)}
        color="var(--live)"
        chosen={chosen}
        onChoose={onChoose}
        describe={(task) =>
          t('slow.share', { task: task + 1, value: formatNumber(along[task] ?? NaN) ?? '∞' })
        }
      />
      <figcaption className="note">
        {shares.length < settings.metaBatch
          ? t('slow.sharesWaiting', { done: shares.length, tasks: settings.metaBatch })
          : t('slow.sharesText', {
              count: against,
              tasks: settings.metaBatch,
              largest: formatNumber(largest) ?? '∞',
            })}
      </figcaption>
    </figure>
  );
}

/** Two meta-steps seldom differ in their first three digits. */
function precisely(loss: number | undefined): string {
  return loss !== undefined && Number.isFinite(loss) ? loss.toPrecision(5) : '∞';
}

function Update({ step, update }: { readonly step: DissectedMetaStep; readonly update: MetaStepUpdate }) {
  const { t } = useTranslation();
  const { architecture } = step.before.network;
  const { moved } = movement(step, update);
  const [before, after] = [step.dissection, update.again].map(({ tasks }) => meanOf(tasks, queryAfter));
  const improved = update.again.tasks.filter(
    (task, index) => (queryAfter(task) ?? Infinity) < (step.dissection.tasks[index]?.queryLoss.at(-1) ?? 0),
  ).length;
  return (
    <>
      <LayerBars
        algorithm={step.settings.algorithm}
        architecture={architecture}
        vector={moved}
        caption={t('slow.movedLayers')}
        symbol="|Δθ|"
      />
      <dl className="figures run-figures">
        <div>
          <dt>{t('slow.reported')}</dt>
          <dd data-testid="slow-reported">{precisely(update.reported.after)}</dd>
        </div>
        <div>
          <dt>{t('slow.dissected')}</dt>
          <dd data-testid="slow-dissected">{precisely(before)}</dd>
        </div>
        <div>
          <dt>{t('slow.again')}</dt>
          <dd data-testid="slow-again">{precisely(after)}</dd>
        </div>
      </dl>
      <p className="note">{t('slow.improved', { count: improved, tasks: step.tasks.length })}</p>
    </>
  );
}

export function StageContent({ step, chosen, onChoose }: StageProps) {
  const { t } = useTranslation();
  const { stage, settings, dissection, before, update } = step;
  switch (stage) {
    case 'sample':
    case 'adapt':
      return <TaskMultiples step={step} chosen={chosen} onChoose={onChoose} />;
    case 'query':
      return (
        <>
          <QueryBars step={step} chosen={chosen} onChoose={onChoose} />
          <TaskMultiples step={step} chosen={chosen} onChoose={onChoose} />
        </>
      );
    case 'gradient':
      return (
        <>
          <LayerBars
            algorithm={settings.algorithm}
            architecture={before.network.architecture}
            vector={dissection.direction}
            caption={t('slow.gradientLayers')}
            symbol="|g|"
          />
          <Shares step={step} chosen={chosen} onChoose={onChoose} />
          {settings.clip > 0 ? (
            <p className="note">{t('slow.clipped', { clip: formatSetting(settings.clip) })}</p>
          ) : null}
        </>
      );
    case 'update':
      return update === null ? null : <Update step={step} update={update} />;
    default:
      return stage satisfies never;
  }
}

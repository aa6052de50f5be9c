/** A live picture of the two loops, with the page's own numbers; each part opens what belongs to it. */
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { actsOn, takesGradientSteps, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { takesOptimiser } from '#training/learned.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatCount, formatSetting } from '#ui/format.ts';
import { pointAt } from './highlight.ts';
import {
  type AtWork,
  atWork,
  type LoopNumbers,
  loopNumbers,
  type LoopPart,
  type LoopPicture,
  loopPicture,
} from './loops.ts';
import { toKnob } from './to-knob.ts';

/** What each part opens. */
function useDoors(algorithm: TrainingAlgorithm): (part: LoopPart | 'outer' | 'innerLoop') => void {
  const page = usePlayground(
    useShallow((state) => ({
      hiddenRegions: state.hiddenRegions,
      toggleRegion: state.toggleRegion,
      showNarrowTab: state.showNarrowTab,
      showPanel: state.showPanel,
      showInside: state.showInside,
      showLearn: state.showLearn,
    })),
  );
  return (part) => {
    switch (part) {
      case 'outer':
        page.showPanel('train');
        return;
      case 'innerLoop':
        page.showLearn('formulas');
        return;
      case 'theta':
        page.showInside('parameters');
        page.showPanel('inside');
        return;
      case 'tasks':
        toKnob(page, actsOn(algorithm, 'metaBatch') ? 'metaBatch' : 'shots');
        return;
      case 'support':
        toKnob(page, 'shots');
        return;
      case 'inner':
        if (page.hiddenRegions.includes('transport')) page.toggleRegion('transport');
        pointAt('transport');
        return;
      case 'query':
        if (page.hiddenRegions.includes('numbers')) page.toggleRegion('numbers');
        page.showNarrowTab('numbers');
        pointAt('contestants');
        return;
      case 'direction':
        if (takesGradientSteps(algorithm)) {
          page.showInside('gauge');
          page.showPanel('inside');
        } else page.showLearn('formulas');
        return;
      case 'update':
        toKnob(page, 'beta');
        return;
      default:
        part satisfies never;
    }
  };
}

/** What a part is called, and its numbers of this moment. */
function usePartWords(picture: LoopPicture, { settings, latest }: LoopNumbers) {
  const { t } = useTranslation();
  const { algorithm } = settings;
  const { theta, inner, judged, direction } = picture;
  const steps = takesGradientSteps(algorithm)
    ? inner === 'ownRates' || inner === 'stepRates'
      ? `n = ${settings.trainingSteps}`
      : `n = ${settings.trainingSteps}, α = ${formatSetting(settings.trainingAlpha)}`
    : null;
  const optimiser =
    takesOptimiser(algorithm) && settings.innerOptimiser !== 'sgd'
      ? t(`innerOptimiser.${settings.innerOptimiser}`)
      : null;
  const batch =
    actsOn(algorithm, 'innerBatch') && settings.innerBatch > 0
      ? t('loops.eachStep', { batch: settings.innerBatch })
      : null;
  const told = (key: 'latest' | 'latestBefore', loss: number | undefined) =>
    loss === undefined ? null : t(`loops.${key}`, { loss: formatBriefly(loss) ?? '∞' });
  const list = (...texts: (string | null)[]) => texts.filter((text) => text !== null);
  return (part: LoopPart): { readonly name: string; readonly lines: readonly string[] } => {
    switch (part) {
      case 'theta':
        return { name: t('loops.theta.name'), lines: [t(`loops.theta.${theta}`)] };
      case 'tasks':
        return actsOn(algorithm, 'metaBatch')
          ? { name: t('loops.tasks.name'), lines: [`T = ${settings.metaBatch}`] }
          : { name: t('loops.tasks.name'), lines: [t('loops.tasks.one')] };
      case 'support':
        return {
          name: t('loops.support'),
          lines: list(`K = ${settings.shots}`, batch, told('latestBefore', latest?.before)),
        };
      case 'inner':
        return {
          name: t(`loops.innerName.${inner === 'closedForm' || inner === 'remembering' ? inner : 'steps'}`),
          lines: list(
            steps,
            inner === null ? null : t(`loops.inner.${inner}`, { lambda: formatSetting(settings.lambda) }),
            optimiser,
          ),
        };
      case 'query':
        return {
          name: t(judged === null ? 'loops.query.plainName' : 'loops.query.name'),
          lines: list(t(`loops.query.${judged ?? 'plain'}`), told('latest', latest?.after)),
        };
      case 'direction':
        return {
          name: t(
            `loops.directionName.${direction === 'ofDifference' || direction === 'baseline' ? direction : 'metaGradient'}`,
          ),
          lines: list(
            t(`loops.direction.${direction}`),
            direction === 'throughInnerLoop' && inner === 'plain' && optimiser === null
              ? t('loops.factor')
              : null,
            actsOn(algorithm, 'firstOrderSteps') && settings.firstOrderSteps > 0
              ? t('loops.firstOrderUntil', { steps: formatCount(settings.firstOrderSteps) })
              : null,
          ),
        };
      case 'update':
        return {
          name: t(`optimiser.${settings.optimiser}`),
          lines: list(
            `β = ${formatSetting(settings.beta)}`,
            settings.annealing === 'none' ? null : t('loops.annealed'),
            t('loops.again'),
          ),
        };
      default:
        return part satisfies never;
    }
  };
}

/** Where the transport stands, a dot for each inner step of the plot. */
function TransportDots() {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const steps = usePlayground((state) => state.settings.innerSteps);
  return (
    <p className="loop-transport">
      <span aria-hidden="true">
        {Array.from({ length: steps + 1 }, (_, index) => (
          <i key={index} data-reached={index <= step} />
        ))}
      </span>
      {t('loops.shown', { step: Math.min(step, steps), steps })}
    </p>
  );
}

function RunLine({ algorithm }: { readonly algorithm: TrainingAlgorithm }) {
  const { t } = useTranslation();
  const run = usePlayground((state) => state.run);
  if (run === null) return t('loops.noRun');
  if (run.settings.algorithm !== algorithm)
    return t('loops.otherRun', { name: t(`algorithm.${run.settings.algorithm}`) });
  return t(run.status === 'running' ? 'loops.training' : 'loops.paused', {
    iteration: formatCount(run.iteration),
  });
}

interface PartsProps {
  readonly parts: readonly LoopPart[];
  readonly work: AtWork;
  readonly wordsOf: ReturnType<typeof usePartWords>;
  readonly open: (part: LoopPart) => void;
}

function Parts({ parts, work, wordsOf, open }: PartsProps) {
  return parts.map((part) => {
    const { name, lines } = wordsOf(part);
    const isAtWork = work.part === part || (part === 'inner' && work.inner);
    return (
      <li key={part} data-loop-part={part}>
        <button type="button" aria-current={isAtWork ? 'step' : undefined} onClick={() => open(part)}>
          <strong>{name}</strong>
          {lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </button>
        {part === 'inner' ? <TransportDots /> : null}
      </li>
    );
  });
}

export function LoopsView() {
  const { t } = useTranslation();
  const numbers = usePlayground(useShallow((state) => loopNumbers(state.settings, state)));
  const { settings, iteration, differing } = numbers;
  const { algorithm } = settings;
  const work = usePlayground(useShallow((state) => atWork(algorithm, state)));
  const picture = loopPicture(algorithm, settings, iteration);
  const wordsOf = usePartWords(picture, numbers);
  const open = useDoors(algorithm);
  const rest = { work, wordsOf, open };
  return (
    <>
      <p className="note">{t('loops.lead')}</p>
      <div className="loops">
        <section
          className="loop-frame loop-outer"
          aria-label={t('loops.outer')}
          data-at-work={work.outer || work.part !== null}
        >
          <header>
            <button type="button" className="plain" onClick={() => open('outer')}>
              {t('loops.outerOf', { name: t(`algorithm.${algorithm}`) })}
            </button>
            <small>
              <RunLine algorithm={algorithm} />
              {differing === null ? null : ` ${t(`loops.differing.${differing}`)}`}
            </small>
          </header>
          {picture.inside.length === 0 ? <p className="note">{t('loops.noInner')}</p> : null}
          <ol>
            <Parts parts={picture.before} {...rest} />
            {picture.inside.length === 0 ? null : (
              <li className="loop-nested">
                <section
                  className="loop-frame loop-inner"
                  aria-label={t('loops.innerLoop')}
                  data-at-work={work.inner || work.part === 'inner'}
                  data-way={picture.direction}
                >
                  <header>
                    <button type="button" className="plain" onClick={() => open('innerLoop')}>
                      {t('loops.innerLoop')}
                    </button>
                  </header>
                  <ol>
                    <Parts parts={picture.inside} {...rest} />
                  </ol>
                </section>
              </li>
            )}
            <Parts parts={picture.after} {...rest} />
          </ol>
        </section>
      </div>
    </>
  );
}

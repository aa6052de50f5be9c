/** One sentence that says what the shown step is worth, with its numbers; and the way out where α is too large. */
import { familyOf } from '#families/family-of.ts';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { divergenceThresholdOf } from '#training/metrics.ts';
import { shownEntrants } from '#store/contestants/contestants.ts';
import type { Counts } from '#training/learner.ts';
import { pointsSeen } from '#training/points-seen.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatNumber, formatSetting } from '#ui/format.ts';
import { Announcement } from '../announcement.tsx';
import { useContestantName } from '../vocabulary.ts';
import { type Standing, type Story, standingsOf, storyOf } from './story.ts';
import { useAlphaText } from '../setting-words.ts';

/** Few α are too large. */
const SmallerAlpha = lazy(async () => ({ default: (await import('./smaller-alpha.tsx')).SmallerAlpha }));

/** Few tasks need a word more. */
const CaptionNotes = lazy(async () => ({ default: (await import('./caption-notes.tsx')).CaptionNotes }));

/** A sentence names no more than these; the table has them all. */
const MOST_NAMED = 3;
/** How many times lower an error must be for it to be said. */
const FAR_LOWER = 2;

function useStory(): { readonly story: Story; readonly standings: readonly Standing[] } {
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const trajectories = usePlayground((state) => state.trajectories);
  const step = usePlayground((state) => state.step);
  const task = usePlayground((state) => state.task);
  const standings = standingsOf(
    shownEntrants(contestants, hidden, { family }),
    trajectories,
    step,
    divergenceThresholdOf(task, familyOf(task).loss),
  );
  return { story: storyOf(standings, step, task.knowledge), standings };
}

/** What the sentences of those say that have not descended. */
const BY = { gradientStep: '', solution: 'Solved', pointSeen: 'Seen' } as const satisfies Record<
  Counts,
  string
>;

function byStep(one: Standing, other: Standing): number {
  return (one.divergedAt ?? Infinity) - (other.divergedAt ?? Infinity);
}

/** The sentence in the language of the moment. */
function useSentence(): (told: ReturnType<typeof useStory>) => string {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const settings = usePlayground((state) => state.settings);
  const { innerSteps } = settings;
  const alphaText = useAlphaText();
  const task = usePlayground((state) => state.task);
  const number = (value: number) => formatBriefly(value) ?? '∞';
  const contestantName = useContestantName();
  const nameOf = ({ id }: Standing) => contestantName(id);
  const entry = (standing: Standing) =>
    t('caption.entry', { name: nameOf(standing), value: number(standing.now) });
  /** Names no more than a sentence bears; one more would take no more room than saying so. */
  const listOf = (entries: readonly string[]) => {
    const named = entries.length > MOST_NAMED + 1 ? entries.slice(0, MOST_NAMED) : entries;
    const others = entries.length - named.length;
    return [...named, ...(others === 0 ? [] : [t('caption.more', { count: others })])].join(
      t('caption.separator'),
    );
  };
  const besides = (others: readonly Standing[]) =>
    others.length === 0 ? '' : t('caption.others', { list: listOf(others.map(entry)) });
  /** How many times lower than the next best, where that is much; and the errors of those not named by it. */
  const against = (hero: Standing, others: readonly Standing[]) => {
    const next = others.find((standing) => standing.mayLead);
    const ratio = next === undefined ? 0 : next.now / hero.now;
    if (next === undefined || !Number.isFinite(ratio) || ratio < FAR_LOWER)
      return { lower: '', rest: besides(others) };
    const lower = t('caption.lower', {
      ratio: formatSetting(ratio < 10 ? Math.round(10 * ratio) / 10 : Math.round(ratio)),
      name: nameOf(next),
      value: number(next.now),
    });
    return { lower, rest: besides(others.filter((standing) => standing !== next)) };
  };

  return ({ story, standings }) => {
    const ofContext = 'hero' in story && story.hero.movesContext;
    const points = t(ofContext ? 'caption.contextPoints' : 'caption.points', { count: task.support.count });
    switch (story.kind) {
      case 'nothing':
        return '';
      case 'before':
        return t('caption.before', { points, list: listOf(standings.map(entry)) });
      case 'original':
      case 'own':
        return t(`caption.${story.kind}`, { count: step, points, list: listOf(story.others.map(entry)) });
      case 'blewUp': {
        const broken = story.broken
          .toSorted(byStep)
          .map((standing) => t('caption.brokenEntry', { name: nameOf(standing), step: standing.divergedAt }));
        const limit = formatNumber(divergenceThresholdOf(task, familyOf(task).loss));
        const byAlpha = story.broken.some(({ followsAlpha }) => followsAlpha);
        const text = t(byAlpha ? 'caption.blewUp' : 'caption.blewUpByOwnRates', {
          list: listOf(broken),
          alpha: alphaText(settings, settings.alpha),
          limit,
        });
        return text + besides(story.others);
      }
      case 'overshot': {
        const { hero, others } = story;
        return (
          t('caption.overshot', {
            alpha: alphaText(settings, settings.alpha),
            name: nameOf(hero),
            from: number(hero.supportStart),
            to: number(hero.supportNow),
          }) + besides(others)
        );
      }
      case 'worse':
      case 'stillBest': {
        const { hero, others, kind } = story;
        const fits = hero.supportNow < hero.supportStart;
        const told = kind === 'stillBest' ? 'stillBest' : fits ? 'worseButFits' : 'worse';
        return (
          t(`caption.${told}${BY[hero.counts]}`, {
            count: step,
            points,
            seen: pointsSeen(step, innerSteps, task.support.count),
            name: nameOf(hero),
            start: number(hero.start),
            now: number(hero.now),
            support: number(hero.supportNow),
          }) + besides(others)
        );
      }
      case 'snapped':
      case 'leads': {
        const { hero, others, kind } = story;
        const { lower, rest } = against(hero, others);
        const early = step === 1 ? 'snapped' : 'snappedEarlier';
        // Without a rival nobody is ahead.
        const leads = others.some(({ mayLead }) => mayLead) ? 'leads' : 'stands';
        const bySteps = kind === 'leads' ? leads : early;
        const key =
          hero.counts === 'gradientStep'
            ? (`caption.${bySteps}` as const)
            : (`caption.${kind === 'leads' ? leads : kind}${BY[hero.counts]}` as const);
        const values = {
          count: step,
          points,
          seen: pointsSeen(step, innerSteps, task.support.count),
          name: nameOf(hero),
          start: number(hero.start),
          first: number(hero.first),
          now: number(hero.now),
          lower,
        };
        return t(key, values) + rest;
      }
      default:
        return story satisfies never;
    }
  };
}

export function Caption() {
  const { t } = useTranslation();
  const isOpening = usePlayground((state) => state.engine.kind === 'opening');
  const told = useStory();
  const { story } = told;
  const text = useSentence()(told);
  const isTooLarge =
    story.kind === 'overshot' ||
    (story.kind === 'blewUp' && story.broken.some(({ followsAlpha }) => followsAlpha));
  return (
    <div className="caption-area">
      <p className="caption" data-story={story.kind}>
        {text === '' && isOpening ? <span className="caption-note">{t('plot.waiting')}</span> : null}
        {text === '' ? ' ' : text}
        <Suspense>
          <CaptionNotes heroId={'hero' in story ? story.hero.id : null} />
        </Suspense>
      </p>
      {isTooLarge ? (
        <Suspense>
          <SmallerAlpha />
        </Suspense>
      ) : null}
      <Announcement text={text} />
    </div>
  );
}

/** The outer loop to be scrubbed: checkpoints of the user's run or of the shipped one, with their held-out errors. */
import { Slider } from '@base-ui/react/slider';
import { Pause, Play } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import { settingsBefore } from '#training/steering.ts';
import { ownAlpha } from '#training/learned.ts';
import { useShallow } from 'zustand/react/shallow';
import { HELD_OUT_TASKS } from '#store/training/held-out.ts';
import { takesPart } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { sameAdaptation } from '#training/setting-effects.ts';
import { TIMELINE_IDS, timelineIterations } from '#store/training/timeline-slice.ts';
import { formatCount } from '#ui/format.ts';
import { Segmented } from '#ui/segmented.tsx';
import { useMedia } from '#ui/use-media.ts';
import { useIsOfPictures } from '../of-pictures.ts';
import { contestantColor } from '../vocabulary.ts';
import { HeldOutChart } from './loss-charts.tsx';
import { useAlphaText } from '../setting-words.ts';

const ICON = { size: 18, 'aria-hidden': true } as const;
/** Long enough to see each checkpoint's curve. */
const MILLISECONDS_A_CHECKPOINT = 500;

/** Lets time pass while the outer loop plays; those who want no motion see its end at once. */
function useOuterPlayback(): void {
  const playing = usePlayground((state) => state.timelinePlaying);
  const advance = usePlayground((state) => state.advanceTimeline);
  const stop = usePlayground((state) => state.stopTimeline);
  const showEarlierWeights = usePlayground((state) => state.showEarlierWeights);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    if (!playing) return undefined;
    if (isStill) {
      void showEarlierWeights(null);
      return undefined;
    }
    const timer = setInterval(() => void advance(), MILLISECONDS_A_CHECKPOINT);
    return () => clearInterval(timer);
  }, [playing, isStill, advance, showEarlierWeights]);
  // Nobody else lets time pass.
  useEffect(() => stop, [stop]);
}

function Scrubber() {
  const { t } = useTranslation();
  const iterations = usePlayground(useShallow(timelineIterations));
  const shown = usePlayground((state) => state.earlierWeights?.iteration ?? null);
  const playing = usePlayground((state) => state.timelinePlaying);
  const showEarlierWeights = usePlayground((state) => state.showEarlierWeights);
  const play = usePlayground((state) => state.playTimeline);
  const stop = usePlayground((state) => state.stopTimeline);
  const last = iterations.length;
  const found = iterations.findLastIndex((iteration) => shown !== null && iteration <= shown);
  const at = shown === null ? last : Math.max(0, found);
  const describe = (position: number) => {
    const iteration = iterations[position];
    return iteration === undefined
      ? t('timeline.newest')
      : t('timeline.at', { count: iteration, iteration: formatCount(iteration) });
  };
  const playLabel = playing ? t('timeline.stop') : t('timeline.play');
  return (
    <div className="timeline-row">
      <button
        type="button"
        className="icon"
        aria-label={playLabel}
        title={playLabel}
        disabled={last === 0}
        onClick={() => (playing ? stop() : void play())}
      >
        {playing ? <Pause {...ICON} /> : <Play {...ICON} />}
      </button>
      <Slider.Root
        className="timeline-slider"
        value={at}
        min={0}
        max={Math.max(1, last)}
        step={1}
        disabled={last === 0}
        onValueChange={(position) => void showEarlierWeights(iterations[position] ?? null)}
      >
        <Slider.Control className="slider">
          <Slider.Track className="slider-track">
            <Slider.Indicator className="slider-fill" />
            <Slider.Thumb
              className="slider-thumb"
              aria-label={t('timeline.scrubber')}
              getAriaValueText={(_, position) => describe(position)}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <button type="button" disabled={shown === null} onClick={() => void showEarlierWeights(null)}>
        {t('timeline.now')}
      </button>
    </div>
  );
}

/** How the shipped checkpoints do is computed when it is asked for. */
function ShippedErrors() {
  const { t } = useTranslation();
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const heldOut = usePlayground((state) => state.shippedHeldOut);
  const settings = usePlayground((state) => state.settings);
  const files = usePlayground((state) => state.shippedTimeline.length);
  const evaluate = usePlayground((state) => state.evaluateShippedTimeline);
  if (heldOut !== null && !heldOut.isComplete) {
    return (
      <div className="progress">
        <progress aria-label={t('timeline.progress')} value={heldOut.points.length} max={files} />
        <span>
          {heldOut.points.length} / {files}
        </span>
      </div>
    );
  }
  if (heldOut !== null && sameAdaptation(heldOut.settings, settings)) return null;
  return (
    <div className="button-row">
      <button type="button" disabled={!ready || files === 0} onClick={() => void evaluate()}>
        {t(heldOut === null ? 'timeline.evaluate' : 'timeline.again', {
          checkpoints: files,
          tasks: HELD_OUT_TASKS,
        })}
      </button>
    </div>
  );
}

export function Timeline() {
  const { t } = useTranslation();
  const alphaText = useAlphaText();
  const id = usePlayground((state) => state.timelineId);
  const hasRun = usePlayground((state) => state.run !== null);
  const hasShipped = usePlayground((state) => state.shippedTimeline.length > 0);
  const marked = usePlayground((state) => state.earlierWeights?.iteration ?? null);
  const ofRun = usePlayground((state) => state.run?.heldOut);
  const ofShipped = usePlayground((state) => state.shippedHeldOut);
  const runSettings = usePlayground((state) => state.run?.settings);
  const changes = usePlayground((state) => state.run?.changes);
  // The run is judged by what it began with.
  const begunWith = useMemo(
    () => (runSettings === undefined ? undefined : settingsBefore(runSettings, changes ?? [])),
    [runSettings, changes],
  );
  const chooseTimeline = usePlayground((state) => state.chooseTimeline);
  const iterations = usePlayground(useShallow(timelineIterations));
  const showEarlierWeights = usePlayground((state) => state.showEarlierWeights);
  useOuterPlayback();
  /** The checkpoint nearest to an iteration; beyond the last stand the newest weights. */
  const showNearest = useCallback(
    (wished: number) => {
      const last = iterations.at(-1) ?? 0;
      const nearest = iterations.toSorted((a, b) => Math.abs(a - wished) - Math.abs(b - wished))[0];
      void showEarlierWeights(wished > last ? null : (nearest ?? null));
    },
    [iterations, showEarlierWeights],
  );
  const points = id === 'live' ? ofRun : ofShipped?.points;
  const settings = id === 'live' ? begunWith : ofShipped?.settings;
  const isOfPictures = useIsOfPictures();
  const ofRunText = t(isOfPictures ? 'characters.words.newest' : 'timeline.newestOfRun');
  // Of other tasks than those that were learned, the plot shows nothing of it.
  const isThere = usePlayground(({ contestants, settings: now }) => {
    const whose = contestants[id];
    return whose === undefined || takesPart(whose, now);
  });
  const newestText = id === 'live' ? ofRunText : t('timeline.newestOfShipped');
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <div className="timeline-head">
        <h2 id="timeline-title">{t('timeline.title')}</h2>
        {hasRun && (hasShipped || id !== 'live') ? (
          <Segmented
            label={t('timeline.whose')}
            value={id}
            options={TIMELINE_IDS.map((value) => ({ value, text: t(`timeline.${value}`) }))}
            onChange={chooseTimeline}
          />
        ) : null}
      </div>
      <Scrubber />
      <p className="note" data-testid="timeline-shown">
        {marked === null
          ? isThere
            ? newestText
            : null
          : t(isOfPictures ? 'characters.words.earlier' : 'timeline.shown', {
              count: marked,
              iteration: formatCount(marked),
              name: t(`contestant.${id}`),
            })}
      </p>
      {points === undefined || points.length < 2 || settings === undefined ? null : (
        <HeldOutChart
          points={points}
          name={t(`contestant.${id}`)}
          circumstances={t(
            familyOf(settings).view === 'pictures' ? 'characters.words.heldOutTasks' : 'timeline.tasks',
            {
              count: HELD_OUT_TASKS,
              shots: settings.shots,
              alpha: alphaText(settings, ownAlpha(settings.algorithm, settings)),
            },
          )}
          innerSteps={settings.innerSteps}
          color={contestantColor(id)}
          marked={marked}
          onPick={showNearest}
        />
      )}
      {id === 'live' ? null : <ShippedErrors />}
    </section>
  );
}

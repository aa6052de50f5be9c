/** The open tour: a card beside the page that it drives, never in front of what it speaks of. */
import { ArrowLeft, ArrowRight, Check, Hand, LoaderCircle, X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenTour } from '#store/page/learn-slice.ts';
import { usePlayground } from '#store/react.ts';
import type { PlaygroundState } from '#store/state.ts';
import { doneTours, rememberTour, tourAfter } from '#store/page/done-tours.ts';
import { TOUR_STEPS, type TourId } from '#store/page/tour-outline.ts';
import { useHighlight, useScrollKept } from './highlight.ts';
import { formatLive, LiveText } from './live-text.tsx';
import { useTourTexts } from './texts.ts';
import type { TourStep } from './tour.ts';
import { type StepProgress, useTourStep } from './tour-runner.ts';
import { TourCode } from './tour-code.tsx';
import { tourSteps } from './tours.ts';

const ICON = { size: 16, 'aria-hidden': true } as const;

/** The step's values as text; renders again when one of them changes. */
function useLiveValues(
  { values }: TourStep,
  begun: PlaygroundState | null,
): Readonly<Record<string, string>> {
  const { t } = useTranslation();
  const written = usePlayground((state) =>
    JSON.stringify(
      Object.entries(values?.(state, begun ?? state) ?? {}).map(
        ([name, value]) => [name, formatLive(value, t)] as const,
      ),
    ),
  );
  return useMemo(() => {
    const entries: [string, string][] = JSON.parse(written);
    return Object.fromEntries(entries);
  }, [written]);
}

/** Escape leaves the tour, unless something smaller is open or being typed. */
function useEscape(leave: () => Promise<void>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      const { target } = event;
      const isTyping = target instanceof Element && target.closest('input, textarea, select') !== null;
      if (isTyping || document.querySelector('.popup, [role="dialog"]') !== null) return;
      void leave();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [leave]);
}

function Todo({ todo, progress }: { readonly todo: string; readonly progress: StepProgress }) {
  const { t } = useTranslation();
  return (
    <p className={progress.isDone ? 'tour-todo done' : 'tour-todo'} role="status">
      {progress.isDone ? <Check {...ICON} /> : <Hand {...ICON} />}
      <span>
        {progress.isDone ? <strong>{t('learn.done')} </strong> : null}
        {todo}
      </span>
    </p>
  );
}

/** The tour that the visitor has not gone through yet, in the order in which tours build on each other. */
function Following({ id }: { readonly id: TourId }) {
  const { t } = useTranslation();
  const startTour = usePlayground((state) => state.startTour);
  const next = tourAfter(id, doneTours());
  return next === null ? null : (
    <p className="tour-following">
      {t('learn.following')}
      <button type="button" onClick={() => void startTour(next)}>
        {t(`learn.tours.${next}`)}
      </button>
    </p>
  );
}

function Ending() {
  const { t } = useTranslation();
  const leaveTour = usePlayground((state) => state.leaveTour);
  return (
    <>
      <button type="button" onClick={() => void leaveTour('keep')}>
        {t('learn.keep')}
      </button>
      <button type="button" className="primary" onClick={() => void leaveTour()}>
        {t('learn.restore')}
      </button>
    </>
  );
}

function OpenCard({ tour }: { readonly tour: OpenTour }) {
  const { t } = useTranslation();
  const { id } = tour;
  const names = TOUR_STEPS[id];
  const name = names[tour.step] ?? names[0];
  const step = tourSteps(id)[tour.step] ?? tourSteps(id)[0];
  const texts = useTourTexts(id)[name];
  const next = usePlayground((state) => state.nextTourStep);
  const previous = usePlayground((state) => state.previousTourStep);
  const leaveTour = usePlayground((state) => state.leaveTour);
  const heading = useRef<HTMLHeadingElement>(null);
  const progress = useTourStep(step);
  const values = useLiveValues(step, progress.begun);
  useHighlight(step.target);
  useEscape(leaveTour);
  useEffect(() => {
    // What is read next stands under the heading.
    heading.current?.focus({ preventScroll: true });
  }, []);
  const isLast = tour.step === names.length - 1;
  useEffect(() => {
    if (isLast) rememberTour(id);
  }, [id, isLast]);
  const isWaiting = step.until !== undefined && !progress.isDone;
  return (
    <section className="tour-card" aria-label={t(`learn.tours.${id}`)} data-tour-step={`${id}.${name}`}>
      <div className="tour-head">
        <p className="tour-name">
          {t(`learn.tours.${id}`)}
          <small>{t('learn.progress', { step: tour.step + 1, of: names.length })}</small>
        </p>
        <button
          type="button"
          className="tour-leave"
          aria-label={t('learn.leave')}
          title={t('learn.leave')}
          onClick={() => void leaveTour()}
        >
          <X {...ICON} />
        </button>
      </div>
      <progress className="tour-progress" max={names.length} value={tour.step + 1} aria-hidden="true" />
      <div className="tour-body">
        <h2 ref={heading} tabIndex={-1}>
          {texts?.title}
        </h2>
        {texts?.text.split('\n').map((paragraph) => (
          <p key={paragraph}>
            <LiveText text={paragraph} values={values} />
          </p>
        ))}
        {step.code === undefined ? null : <TourCode code={step.code} />}
        {texts?.todo === undefined ? null : <Todo todo={texts.todo} progress={progress} />}
        {progress.isBusy ? (
          <p className="tour-busy" role="status">
            <LoaderCircle {...ICON} />
            {t('learn.busy')}
          </p>
        ) : null}
        {isLast ? <Following id={id} /> : null}
      </div>
      <div className="tour-buttons">
        <button type="button" disabled={tour.step === 0} onClick={previous}>
          <ArrowLeft {...ICON} />
          {t('learn.back')}
        </button>
        {isLast ? (
          <Ending />
        ) : (
          <button type="button" className={isWaiting ? undefined : 'primary'} onClick={next}>
            {isWaiting ? t('learn.skip') : t('learn.next')}
            <ArrowRight {...ICON} />
          </button>
        )}
      </div>
    </section>
  );
}

export function TourCard() {
  const tour = usePlayground((state) => state.tour);
  useScrollKept(tour !== null);
  // Each step begins afresh.
  return tour === null ? null : <OpenCard key={`${tour.id} ${tour.step}`} tour={tour} />;
}

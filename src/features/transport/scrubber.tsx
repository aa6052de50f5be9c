/** The inner steps as a track to drag along, under the error of every initialisation after each of them. */
import { Slider } from '@base-ui/react/slider';
import { useTranslation } from 'react-i18next';
import { Sparklines } from '#charts/sparklines.tsx';
import { numberedSteps } from '#charts/step-chart.tsx';
import { pointsSeen } from '#training/points-seen.ts';
import { countsOf, shownContestants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { mostOf, useMainQuantity, useStepLines } from '../quantities.ts';

/** Numbers stand at steps that leave them room on the narrowest track. */
const NARROWEST_TRACK = 260;

export function Scrubber() {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const last = usePlayground((state) => state.settings.innerSteps);
  const showStep = usePlayground((state) => state.showStep);
  const quantity = useMainQuantity();
  const lines = useStepLines(quantity);
  const seen = usePlayground((state) => {
    const shown = shownContestants(state.contestants, state.hidden);
    return shown.some((contestant) => countsOf(contestant) === 'pointSeen')
      ? pointsSeen(state.step, state.settings.innerSteps, state.task.support.count)
      : null;
  });
  const numbered = numberedSteps(last, NARROWEST_TRACK);
  const placeOf = (at: number) => ({ insetInlineStart: `${(100 * at) / last}%` });
  // What is moved by itself, while curves play, is moved like this: browsers count other ways among what jumps about.
  const along = `calc(${step / last} * 100cqi`;
  return (
    <Slider.Root className="scrubber" value={step} min={0} max={last} step={1} onValueChange={showStep}>
      <Slider.Control className="scrubber-control">
        <div className="scrubber-stage">
          <Sparklines lines={lines} last={last} most={mostOf(quantity)} />
          <span className="scrubber-now" style={{ translate: `${along})` }} aria-hidden="true" />
        </div>
        <Slider.Track className="slider-track">
          <Slider.Indicator className="slider-fill" />
          <Slider.Thumb
            className="slider-thumb"
            style={{ insetInlineStart: 0, translate: `${along} - 50%) -50%` }}
            aria-label={t('transport.step')}
            getAriaValueText={() =>
              [
                t('transport.stepValue', { step, last }),
                ...(seen === null ? [] : [t('transport.seen', { count: seen })]),
              ].join(t('between.sentences'))
            }
          />
        </Slider.Track>
        <div className="scrubber-ticks" aria-hidden="true">
          {Array.from({ length: last + 1 }, (_, at) => (
            <span
              // A tick is its step.
              // oxlint-disable-next-line react/no-array-index-key
              key={at}
              className={at === step ? 'current' : undefined}
              style={placeOf(at)}
            >
              {numbered.includes(at) ? at : ''}
            </span>
          ))}
        </div>
      </Slider.Control>
    </Slider.Root>
  );
}

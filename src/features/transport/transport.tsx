/** Walking through the inner loop: first, back, play, step, last, a scrubber and the speed. */
import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { SPEEDS } from '#store/page/panel-views.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Scrubber } from './scrubber.tsx';

const ICON = { size: 18, 'aria-hidden': true } as const;

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Lets time pass while playing; those who want no motion see the end at once. */
function usePlayback(): void {
  const playing = usePlayground((state) => state.playing);
  const speed = usePlayground((state) => state.speed);
  const advance = usePlayground((state) => state.advance);
  const showStep = usePlayground((state) => state.showStep);
  useEffect(() => {
    if (!playing) return undefined;
    if (prefersStillness()) {
      showStep(Infinity);
      return undefined;
    }
    const timer = setInterval(advance, 1000 / speed);
    return () => clearInterval(timer);
  }, [playing, speed, advance, showStep]);
}

export function Transport() {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.step);
  const last = usePlayground((state) => state.settings.innerSteps);
  const playing = usePlayground((state) => state.playing);
  const speed = usePlayground((state) => state.speed);
  const showStep = usePlayground((state) => state.showStep);
  const play = usePlayground((state) => state.play);
  const stopPlaying = usePlayground((state) => state.stopPlaying);
  const setSpeed = usePlayground((state) => state.setSpeed);
  const newTask = usePlayground((state) => state.newTask);
  usePlayback();

  const stepButton = (label: string, icon: ReactNode, target: number) => (
    <button type="button" className="icon" aria-label={label} title={label} onClick={() => showStep(target)}>
      {icon}
    </button>
  );
  return (
    <div className="transport" data-tour="transport" role="group" aria-label={t('transport.group')}>
      {stepButton(t('transport.first'), <SkipBack {...ICON} />, 0)}
      {stepButton(t('transport.back'), <StepBack {...ICON} />, step - 1)}
      <button
        type="button"
        className="icon"
        aria-label={playing ? t('transport.stop') : t('transport.play')}
        title={playing ? t('transport.stop') : t('transport.play')}
        onClick={playing ? stopPlaying : play}
      >
        {playing ? <Pause {...ICON} /> : <Play {...ICON} />}
      </button>
      {stepButton(t('transport.forward'), <StepForward {...ICON} />, step + 1)}
      {stepButton(t('transport.last'), <SkipForward {...ICON} />, last)}
      <output className="step-count">
        <span style={{ minWidth: `${String(last).length}ch` }}>{step}</span>
        <small> / {last}</small>
      </output>
      <Scrubber />
      <ChoiceField
        label={t('transport.speed')}
        labelHidden
        value={String(speed)}
        options={SPEEDS.map((value) => ({
          value: String(value),
          label: t('transport.speedValue', { count: value }),
        }))}
        onChange={(value) => setSpeed(Number(value))}
      />
      <button type="button" className="primary" onClick={newTask}>
        {t('task.new')}
      </button>
    </div>
  );
}

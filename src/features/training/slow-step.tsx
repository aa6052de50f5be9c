/** One meta-step in slow motion: five stages of the run's very next step, with its own numbers. */
import { ArrowLeft, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { META_STEP_STAGES, type DissectedMetaStep } from '#store/training/meta-step-slice.ts';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { Formula } from '#ui/formula.tsx';
import { useMedia } from '#ui/use-media.ts';
import { stageFormula } from './meta-step-formulas.ts';
import { StageContent, StageSentence } from './slow-step-stages.tsx';

const ICON = { size: 18, 'aria-hidden': true } as const;
/** Long enough to read a sentence. */
const MILLISECONDS_A_STAGE = 4000;

function Stages({ step }: { readonly step: DissectedMetaStep }) {
  const { t } = useTranslation();
  const showStage = usePlayground((state) => state.showStage);
  const busy = usePlayground((state) => state.slowStepBusy);
  return (
    <ol className="stages">
      {META_STEP_STAGES.map((stage) => (
        <li key={stage}>
          <button
            type="button"
            aria-current={stage === step.stage ? 'step' : undefined}
            disabled={busy}
            onClick={() => void showStage(stage)}
          >
            {t(`slow.stages.${stage}`)}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Walk({ step }: { readonly step: DissectedMetaStep }) {
  const { t } = useTranslation();
  const [playing, setPlaying] = useState(false);
  const showStage = usePlayground((state) => state.showStage);
  const openSlowStep = usePlayground((state) => state.openSlowStep);
  const busy = usePlayground((state) => state.slowStepBusy);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const at = META_STEP_STAGES.indexOf(step.stage);
  const previous = META_STEP_STAGES[at - 1];
  const next = META_STEP_STAGES[at + 1];
  useEffect(() => {
    if (!playing || busy || next === undefined) return undefined;
    const timer = setTimeout(() => {
      // The last stage ends the walk.
      if (next === 'update') setPlaying(false);
      void showStage(next);
    }, MILLISECONDS_A_STAGE);
    return () => clearTimeout(timer);
  }, [playing, busy, next, showStage]);
  const play = async () => {
    if (next === undefined) await openSlowStep();
    // Who wants no motion sees the end.
    if (isStill) await showStage('update');
    else setPlaying(true);
  };
  const label = playing ? t('slow.stop') : t('slow.play');
  return (
    <div className="button-row stage-walk">
      <button
        type="button"
        disabled={busy || previous === undefined}
        onClick={() => {
          setPlaying(false);
          if (previous !== undefined) void showStage(previous);
        }}
      >
        {t('slow.back')}
      </button>
      <button
        type="button"
        className="icon"
        aria-label={label}
        title={label}
        onClick={() => (playing ? setPlaying(false) : void play())}
      >
        {playing ? <Pause {...ICON} /> : <Play {...ICON} />}
      </button>
      <button
        type="button"
        className="primary"
        disabled={busy}
        onClick={() => {
          setPlaying(false);
          void (next === undefined ? openSlowStep() : showStage(next));
        }}
      >
        {next === undefined ? t('slow.another') : t('slow.next')}
      </button>
    </div>
  );
}

function Shown({ step }: { readonly step: DissectedMetaStep }) {
  const [chosen, setChosen] = useState(0);
  const { tex, label } = stageFormula(step.stage, step.settings);
  return (
    <>
      <Stages step={step} />
      <Formula tex={tex} label={label} block />
      <StageSentence step={step} />
      <StageContent step={step} chosen={chosen} onChoose={setChosen} />
      <Walk step={step} />
    </>
  );
}

export function SlowStepView() {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.slowStep);
  const close = usePlayground((state) => state.closeSlowStep);
  const title = useRef<HTMLHeadingElement>(null);
  // What was pressed to open it is gone; reading goes on here.
  useEffect(() => title.current?.focus(), []);
  if (step === null) return null;
  return (
    <section className="panel slow-step" aria-labelledby="slow-title">
      <div className="slow-head">
        <button
          type="button"
          className="icon"
          aria-label={t('slow.close')}
          title={t('slow.close')}
          onClick={close}
        >
          <ArrowLeft {...ICON} />
        </button>
        <h2 id="slow-title" ref={title} tabIndex={-1}>
          {step.kind === 'shown'
            ? t('slow.title', { iteration: formatCount(step.iteration + 1) })
            : t('train.slowly')}
        </h2>
      </div>
      {step.kind === 'waiting' ? <p role="status">{t('slow.waiting')}</p> : null}
      {step.kind === 'baseline' ? <p>{t(`slow.direction.${step.algorithm}`)}</p> : null}
      {step.kind === 'shown' ? <Shown step={step} /> : null}
    </section>
  );
}

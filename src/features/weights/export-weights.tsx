/** Taking weights along: whose, in which state, in which format, and the lines of code that open them. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factsOf } from '#training/learner-facts.ts';
import type { Course } from '#training/meta-engine.ts';
import { isKerasArchitecture } from '#formats/keras-network.ts';
import {
  FORMAT_FILES,
  holdsNetwork,
  holdsState,
  WEIGHT_FORMATS,
  type WeightFormat,
  writeCheckpointAs,
  writeWeights,
} from '#formats/weight-formats.ts';
import { CONTESTANT_IDS, type Contestant } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { formatBriefly } from '#ui/format.ts';
import { saveFile } from '#ui/save-file.ts';
import { Segmented } from '#ui/segmented.tsx';
import { type ExportState, fileNameOf } from '../file-name.ts';
import { GoOnElsewhere } from './go-on-elsewhere.tsx';
import { LoadingCode } from './loading-code.tsx';
import { RatesTable } from './rates-table.tsx';
import { StepRatesTable } from './step-rates-table.tsx';

/** What of the contestant can go out now; inner steps of the step on screen. */
function statesOf(contestant: Contestant, step: number, hasRun: boolean): ExportState[] {
  return [
    'initialisation',
    ...(step > 0 && factsOf(contestant.details.origin).moves !== 'none' ? (['adapted'] as const) : []),
    ...(contestant.id === 'live' && hasRun ? (['checkpoint'] as const) : []),
  ];
}

/** Whether the weights after a step are no finite numbers. */
function hasOverflown(trajectory: Course | undefined, step: number): boolean {
  return trajectory !== undefined && !Number.isFinite(trajectory.series.distanceMoved?.[step] ?? 0);
}

function FormatNote({
  contestant,
  format,
}: {
  readonly contestant: Contestant;
  readonly format: WeightFormat;
}) {
  const { t } = useTranslation();
  const { architecture } = contestant.network;
  if (holdsState(format)) return null;
  if (!holdsNetwork(format, architecture)) {
    const isSine = format === 'tfjs' && isKerasArchitecture(architecture);
    return <p className="field-error">{isSine ? t('weights.noSine') : t(`weights.noGraph.${format}`)}</p>;
  }
  const name = t(`weights.formats.${format}`);
  if (contestant.rates !== null) return <p className="note">{t('weights.networkOnly', { format: name })}</p>;
  if (contestant.stepRates !== undefined)
    return <p className="note">{t('weights.stepRatesOnly', { format: name })}</p>;
  if (contestant.logScale !== undefined)
    return <p className="note">{t('weights.scaledPriorOnly', { format: name })}</p>;
  if (contestant.logLambda !== undefined)
    return <p className="note">{t('weights.priorOnly', { format: name })}</p>;
  if (contestant.contextWeights !== undefined)
    return <p className="note">{t('weights.contextOnly', { format: name })}</p>;
  return null;
}

function useExport() {
  const adaptedWeights = usePlayground((state) => state.adaptedWeights);
  const runCheckpoint = usePlayground((state) => state.runCheckpoint);
  return async (contestant: Contestant, state: ExportState, step: number, format: WeightFormat) => {
    const steps = state === 'adapted' ? step : 0;
    const bytes =
      state === 'checkpoint'
        ? writeCheckpointAs(await runCheckpoint(), format)
        : writeWeights(await adaptedWeights(contestant.id, steps), format);
    saveFile(fileNameOf(contestant, state, step, format), bytes, FORMAT_FILES[format].mime);
  };
}

export function ExportWeights() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const step = usePlayground((state) => state.step);
  const trajectories = usePlayground((state) => state.trajectories);
  const runSettings = usePlayground((state) => state.run?.settings ?? null);
  const notify = usePlayground((state) => state.notify);
  const exportAs = useExport();
  const [wish, setWish] = useState<Contestant['id']>('maml');
  const [wishedState, setState] = useState<ExportState>('initialisation');
  const [wishedFormat, setFormat] = useState<WeightFormat>('safetensors');
  const present = CONTESTANT_IDS.flatMap((id) => contestants[id] ?? []);
  const chosen = contestants[wish] ?? present[0];
  if (chosen === undefined) return null;
  const states = statesOf(chosen, step, runSettings !== null);
  const state = states.find((possible) => possible === wishedState) ?? 'initialisation';
  const formats = WEIGHT_FORMATS.filter((possible) => state !== 'checkpoint' || holdsState(possible));
  const format = formats.find((possible) => possible === wishedFormat) ?? 'safetensors';
  const isFinite = state !== 'adapted' || !hasOverflown(trajectories[chosen.id], step);
  const isPossible = isFinite && holdsNetwork(format, chosen.network.architecture);
  return (
    <>
      <section className="weights-part" aria-label={t('weights.exportSection')}>
        <ChoiceField
          label={t('weights.which')}
          value={chosen.id}
          options={present.map(({ id }) => ({ value: id, label: t(`contestant.${id}`) }))}
          onChange={setWish}
        />
        {states.length === 1 ? null : (
          <div className="weights-state">
            <Segmented
              label={t('weights.state')}
              value={state}
              options={states.map((value) => ({
                value,
                text:
                  value === 'adapted'
                    ? t('weights.states.adapted', { count: step })
                    : t(`weights.states.${value}`),
              }))}
              onChange={setState}
            />
            <p className="note">{t(`weights.stateText.${state}`)}</p>
          </div>
        )}
        <ChoiceField
          label={t('weights.format')}
          value={format}
          options={formats.map((value) => ({ value, label: t(`weights.formats.${value}`) }))}
          onChange={setFormat}
          description={t(`weights.formatText.${format}`)}
        />
        <FormatNote contestant={chosen} format={format} />
        {isFinite ? null : <p className="field-error">{t('weights.blownUp', { step })}</p>}
        <div className="weights-save">
          <button
            type="button"
            className="primary"
            disabled={!isPossible}
            onClick={() => {
              exportAs(chosen, state, step, format).catch(notify);
            }}
          >
            <Download size={14} aria-hidden /> {t('weights.export')}
          </button>
          <small className="file-name">{fileNameOf(chosen, state, step, format)}</small>
        </div>
        {chosen.logLambda === undefined ? null : (
          <p className="note" data-testid="penalty">
            {t('weights.penalty', { value: formatBriefly(Math.exp(chosen.logLambda)) })}
          </p>
        )}
        {chosen.logScale === undefined ? null : (
          <p className="note">{t('weights.scale', { value: formatBriefly(Math.exp(chosen.logScale)) })}</p>
        )}
        {chosen.rates === null ? null : (
          <details>
            <summary>{t('weights.rates')}</summary>
            <p className="note">{t('weights.ratesText')}</p>
            <RatesTable architecture={chosen.network.architecture} rates={chosen.rates} />
          </details>
        )}
        {chosen.stepRates === undefined ? null : (
          <details>
            <summary>{t('weights.rates')}</summary>
            <p className="note">{t('weights.stepRatesText')}</p>
            <StepRatesTable architecture={chosen.network.architecture} stepRates={chosen.stepRates} />
          </details>
        )}
      </section>
      {state === 'checkpoint' && runSettings !== null ? (
        <GoOnElsewhere live={chosen} settings={runSettings} />
      ) : null}
      {state === 'checkpoint' || !isPossible ? null : (
        <LoadingCode contestant={chosen} format={format} file={fileNameOf(chosen, state, step, format)} />
      )}
    </>
  );
}

/** Every engine of this machine, timed on the settings of the run, and the choice of the fastest. */
import { useTranslation } from 'react-i18next';
import { type BackendName, BACKENDS } from '#core/backend.ts';
import { fastestOf, type Measurement, type Timing } from '#store/engine/measurement.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';
import { TitledDialog } from '../titled-dialog.tsx';
import { Sentence } from '../sentence.tsx';

/** A figure that is measured is told to three digits. */
function rounded(value: number): string {
  return formatNumber(Number(value.toPrecision(3))) ?? '–';
}

function TimingCells({ timing, fastest }: { readonly timing: Timing; readonly fastest: number | null }) {
  const { t } = useTranslation();
  switch (timing.kind) {
    case 'timed':
      return (
        <>
          <td>{rounded(timing.milliseconds)}</td>
          <td>{fastest === null ? '–' : `${rounded(timing.milliseconds / fastest)} ×`}</td>
        </>
      );
    case 'unavailable':
      return (
        <td colSpan={2} className="measure-why">
          <Sentence words={timing.reason} />
        </td>
      );
    case 'waiting':
    case 'underWay':
    case 'left':
      return <td colSpan={2}>{t(`measure.${timing.kind}`)}</td>;
    default:
      return timing satisfies never;
  }
}

function Timings({ measurement }: { readonly measurement: Measurement }) {
  const { t } = useTranslation();
  const fastest = fastestOf(measurement);
  return (
    <table className="check-table">
      <thead>
        <tr>
          <th scope="col">{t('measure.engine')}</th>
          <th scope="col">{t('measure.milliseconds')}</th>
          <th scope="col">{t('measure.ratio')}</th>
        </tr>
      </thead>
      <tbody>
        {BACKENDS.map((backend) => {
          const timing = measurement.timings[backend];
          return (
            <tr key={backend} data-measured={backend} data-timing={timing.kind}>
              <th scope="row">
                {t(`backend.${backend}`)}
                {timing.kind === 'timed' ? (
                  <small>
                    {timing.adapter} · {t(`check.engine.${timing.kernels === 'tensor' ? 'tensor' : 'fused'}`)}
                  </small>
                ) : null}
              </th>
              <TimingCells timing={timing} fastest={fastest?.milliseconds ?? null} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What may be done with the result. */
function Choice({ fastest }: { readonly fastest: BackendName }) {
  const { t } = useTranslation();
  const engine = usePlayground((state) => state.engine);
  const choose = usePlayground((state) => state.chooseMeasured);
  if (engine.kind !== 'ready') return null;
  const { backend, requested } = engine.backend;
  const name = t(`backend.${fastest}`);
  // What the page has chosen by itself needs no memory.
  if (backend === fastest && requested === null)
    return <p className="check-outcome">{t('measure.alreadyFastest', { name })}</p>;
  return (
    <div className="button-row">
      <button type="button" className="primary" onClick={() => void choose(fastest)}>
        {t('measure.choose', { name })}
      </button>
    </div>
  );
}

function Controls({ measurement }: { readonly measurement: Measurement | null }) {
  const { t } = useTranslation();
  const isReady = usePlayground((state) => state.engine.kind === 'ready');
  const measure = usePlayground((state) => state.measureEngines);
  const stop = usePlayground((state) => state.stopMeasuring);
  const hasChoice = usePlayground((state) => Object.keys(state.measuredChoices).length > 0);
  const forget = usePlayground((state) => state.forgetMeasured);
  const isUnderWay = measurement?.isOver === false;
  return (
    <div className="button-row">
      {isUnderWay ? (
        <button type="button" onClick={stop}>
          {t('check.stop')}
        </button>
      ) : (
        <button type="button" disabled={!isReady} onClick={() => void measure()}>
          {t(measurement === null ? 'measure.start' : 'measure.again')}
        </button>
      )}
      {hasChoice ? (
        <button type="button" disabled={!isReady || isUnderWay} onClick={() => void forget()}>
          {t('measure.forget')}
        </button>
      ) : null}
    </div>
  );
}

export default function MeasurementDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const measurement = usePlayground((state) => state.measurement);
  const fastest = measurement?.isOver === true ? fastestOf(measurement) : null;
  return (
    <TitledDialog title={t('engine.measure')} className="self-check" onClose={onClose}>
      <p>{t('measure.lead')}</p>
      <Controls measurement={measurement} />
      {measurement === null ? null : <Timings measurement={measurement} />}
      <div role="status" data-testid="measured">
        {fastest === null ? null : <Choice fastest={fastest.backend} />}
      </div>
    </TitledDialog>
  );
}

/** MAML's meta-gradient beside another, such as FOMAML's: both on a dial, in a sentence, over α and n, and layer by layer. */
import { useTranslation } from 'react-i18next';
import { AngleDial } from '#charts/angle-dial.tsx';
import { MiniCurve, type MiniPoint } from '#charts/mini-curve.tsx';
import { GAUGE_OTHERS, type GaugeOther, type SecondOrderReport } from '#training/second-order.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import {
  checkGaugeSteps,
  GAUGE_ALPHAS,
  GAUGE_PAIRS,
  GAUGE_STEPS,
  GAUGE_TASKS,
} from '#store/inside/gauge-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { formatBriefly, formatPercent, formatSetting } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { useNamedChange } from '../number-refusal.ts';
import { contestantColor, contestantDash } from '../vocabulary.ts';
import { formatAngle, toDegrees, verdictOf } from './angles.ts';
import { Figure } from './figure.tsx';
import { useIsUntold } from './use-is-untold.ts';
import { useOpen } from './use-open.ts';

/** The gradients are those with which MAML and FOMAML train, and have their colours; with the others nobody here trains. */
const EXACT = { color: contestantColor('maml'), dash: contestantDash('maml') };
const FIRST_ORDER = { color: contestantColor('fomaml'), dash: contestantDash('fomaml') };
const OTHER = { color: 'var(--ink-soft)', dash: FIRST_ORDER.dash };

function styleOf(against: GaugeOther): typeof OTHER {
  return against === 'firstOrder' ? FIRST_ORDER : OTHER;
}

function Choices() {
  const { t } = useTranslation();
  const gauge = usePlayground((state) => state.gauge);
  const setGauge = usePlayground((state) => state.setGauge);
  const trainingAlpha = usePlayground((state) => state.settings.trainingAlpha);
  const trainingSteps = usePlayground((state) => state.settings.trainingSteps);
  const lastStep = GAUGE_STEPS.at(-1) ?? 1;
  const stepRange = { minimum: 1, maximum: lastStep, step: 1, scale: 'linear', whole: true } as const;
  const changeAlpha = useNamedChange(t('inside.gauge.alpha'), NUMBER_SETTINGS.trainingAlpha, (alpha, typed) =>
    setGauge({ alpha }, typed),
  );
  const changeSteps = useNamedChange(t('inside.gauge.steps'), stepRange, (steps, typed) =>
    setGauge({ steps: checkGaugeSteps(steps, typed) }),
  );
  const canFollow =
    trainingSteps <= lastStep && (gauge.alpha !== trainingAlpha || gauge.steps !== trainingSteps);
  return (
    <>
      <ChoiceField
        label={t('inside.gauge.against')}
        hint={t('inside.gauge.againstHint')}
        value={gauge.against}
        options={GAUGE_OTHERS.map((value) => ({ value, label: t(`inside.gauge.other.${value}`) }))}
        onChange={(against) => setGauge({ against })}
      />
      {gauge.against === 'otherTasks' ? null : (
        <Segmented
          label={t('inside.gauge.scope')}
          value={gauge.scope}
          options={[
            { value: 'shown', text: t('inside.gauge.shown') },
            { value: 'mean', text: t('inside.gauge.mean', { count: GAUGE_TASKS }) },
          ]}
          onChange={(scope) => setGauge({ scope })}
        />
      )}
      <NumberField
        label={t('inside.gauge.alpha')}
        hint={t('inside.gauge.alphaHint')}
        value={gauge.alpha}
        range={NUMBER_SETTINGS.trainingAlpha}
        onChange={changeAlpha}
      />
      <NumberField
        label={t('inside.gauge.steps')}
        hint={t('inside.gauge.stepsHint')}
        value={gauge.steps}
        range={stepRange}
        onChange={changeSteps}
      />
      {canFollow ? (
        <div className="button-row">
          <button type="button" onClick={() => setGauge({ alpha: trainingAlpha, steps: trainingSteps })}>
            {t('inside.gauge.asTraining', { alpha: formatSetting(trainingAlpha), steps: trainingSteps })}
          </button>
        </div>
      ) : null}
    </>
  );
}

function Reading({ report }: { readonly report: SecondOrderReport }) {
  const { t } = useTranslation();
  const gauge = usePlayground((state) => state.gauge);
  const where = { alpha: formatSetting(gauge.alpha), steps: gauge.steps };
  const metaBatch = usePlayground((state) => state.settings.metaBatch);
  const { angle, relativeDifference, exactNorm, firstOrderNorm } = report;
  const { against } = gauge;
  const style = styleOf(against);
  const other = t(`inside.gauge.other.${against}`);
  if (!Number.isFinite(angle) || !Number.isFinite(relativeDifference)) {
    return <p className="note stale">{t('inside.gauge.diverged', where)}</p>;
  }
  const table = () => ({
    columns: ['', t('inside.gauge.fullNorm'), other, t('inside.gauge.layerDifference')],
    rows: report.layers.map(({ exact, firstOrder, difference }, index) => [
      t('inside.gauge.layer', { number: index + 1 }),
      exact,
      firstOrder,
      difference,
    ]),
  });
  const words = {
    ...where,
    other,
    tasks: metaBatch,
    pairs: GAUGE_PAIRS,
    angle: formatAngle(angle),
    difference: formatPercent(relativeDifference),
  };
  return (
    <>
      <Figure
        title={t('inside.gauge.both')}
        legend={[
          { name: t('inside.gauge.exact'), mark: { kind: 'line', ...EXACT } },
          { name: other, mark: { kind: 'line', ...style } },
        ]}
        name="second-order"
        table={table}
      >
        <AngleDial
          label={t('inside.gauge.dial', words)}
          angle={angle}
          first={{ ...EXACT, length: exactNorm }}
          second={{ ...style, length: firstOrderNorm }}
        />
      </Figure>
      <ul className="inside-key">
        <li>
          <LineSample {...EXACT} />
          {t('inside.gauge.exact')}
        </li>
        <li>
          <LineSample {...style} />
          {other}
        </li>
      </ul>
      <dl className="figures" data-testid="gauge">
        <div>
          <dt>{t('inside.gauge.angle')}</dt>
          <dd data-angle={toDegrees(angle)}>{words.angle}</dd>
        </div>
        <div>
          <dt>{t('inside.gauge.difference')}</dt>
          <dd>{words.difference}</dd>
        </div>
      </dl>
      {against === 'firstOrder' ? (
        <>
          <p>{t(`inside.gauge.verdict.${verdictOf(angle)}`, words)}</p>
          <p className="note">
            {t('inside.gauge.isOn', {
              exact: formatBriefly(exactNorm),
              firstOrder: formatBriefly(firstOrderNorm),
            })}
          </p>
        </>
      ) : (
        <p>{t(`inside.gauge.says.${against}`, words)}</p>
      )}
    </>
  );
}

function Curves({ report }: { readonly report: SecondOrderReport }) {
  const { t } = useTranslation();
  const gauge = usePlayground((state) => state.gauge);
  const curves = usePlayground((state) => state.gaugeCurves);
  const angle = toDegrees(report.angle);
  const alpha = formatSetting(gauge.alpha);
  const drawn = [
    {
      name: 'angle-over-n',
      symbol: 'n',
      title: t('inside.gauge.overSteps', { alpha }),
      positions: GAUGE_STEPS,
      angles: curves.steps,
      logarithmic: false,
      ticks: [1, 4, 7, 10],
      at: gauge.steps,
    },
    {
      name: 'angle-over-alpha',
      symbol: 'α',
      title: t('inside.gauge.overAlpha', { steps: gauge.steps }),
      positions: GAUGE_ALPHAS,
      angles: curves.alpha,
      logarithmic: true,
      ticks: [0.0001, 0.01, 1],
      at: gauge.alpha,
    },
  ];
  const table = (symbol: string, points: readonly MiniPoint[]) => ({
    columns: [symbol, `${t('inside.gauge.angle')} (°)`],
    rows: points.map(({ x, y }) => [x, y]),
  });
  return (
    <div className="inside-pair">
      {drawn.map(({ name, symbol, title, positions, angles, logarithmic, ticks, at }) => {
        const points = positions.map((x, index) => {
          const found = angles[index];
          return { x, y: found === undefined ? undefined : toDegrees(found) };
        });
        const known = points.flatMap(({ x, y }) =>
          y === undefined || Number.isNaN(y)
            ? []
            : [`${formatSetting(x)}: ${formatAngle((y * Math.PI) / 180)}`],
        );
        return (
          <Figure
            key={name}
            title={title}
            x={symbol}
            y={t('inside.gauge.angle')}
            name={name}
            table={() => table(symbol, points)}
          >
            <MiniCurve
              label={t('inside.gauge.curve', { what: title, points: known.join(t('caption.separator')) })}
              points={points}
              logarithmic={logarithmic}
              xTicks={ticks}
              unit="°"
              color={styleOf(gauge.against).color}
              marked={{ x: at, y: angle }}
            />
          </Figure>
        );
      })}
    </div>
  );
}

function Layers({ report }: { readonly report: SecondOrderReport }) {
  const { t } = useTranslation();
  const against = usePlayground((state) => state.gauge.against);
  const last = report.layers.length - 1;
  return (
    <table className="summary-table" data-testid="gauge-layers">
      <caption>{t('inside.gauge.layers')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('inside.gauge.layerHead')}</th>
          <th scope="col">{t('inside.gauge.fullNorm')}</th>
          <th scope="col">{t(`inside.gauge.other.${against}`)}</th>
          <th scope="col">{t('inside.gauge.layerDifference')}</th>
        </tr>
      </thead>
      <tbody>
        {report.layers.map(({ exact, firstOrder, difference }, index) => (
          // A layer is its place.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <th scope="row">
              {t(index === last ? 'inside.gauge.head' : 'inside.gauge.layer', { number: index + 1 })}
            </th>
            <td>{formatBriefly(exact)}</td>
            <td>{formatBriefly(firstOrder)}</td>
            <td>{formatBriefly(difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function GaugeView() {
  const { t } = useTranslation();
  useOpen('gauge');
  const report = usePlayground((state) => state.gaugeReport);
  const isOfPairs = usePlayground((state) => state.gauge.against === 'otherTasks');
  const isUntold = useIsUntold('gauge');
  return (
    <>
      <p className="note">{t('inside.gauge.lead')}</p>
      <Choices />
      {report === null ? (
        isUntold ? null : (
          <p className="note">{t('inside.waiting')}</p>
        )
      ) : (
        <>
          <Reading report={report} />
          {isOfPairs ? null : <Curves report={report} />}
          <Layers report={report} />
        </>
      )}
    </>
  );
}

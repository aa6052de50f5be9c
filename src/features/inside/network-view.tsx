/** The network at work on one input: units, weights, where they moved, down to one multiplication. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { X_RANGE } from '#families/curve/curve.ts';
import { expectCurves, shapeOf } from '#families/family-of.ts';
import { isMlp, parameterLayout } from '#models/architecture.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { type Contestant, inputsSeen, ratesOf, sightOf } from '#store/contestants/contestants.ts';
import { lookedInto } from '#store/inside/inside-slice.ts';
import type { FollowedParameters } from '#store/inside/parameters-slice.ts';
import { usePlayground } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { formatBriefly, formatExactly } from '#ui/format.ts';
import { NumberField } from '#ui/number-field.tsx';
import { tensorChanges, indexText } from './changes.ts';
import { Figure } from './figure.tsx';
import { NetworkDrawing } from './network-drawing.tsx';
import { layoutOf, MOST_UNITS } from './network-layout.ts';
import { goesOnTo, movedInto, outputsOf, rateOf, sumOf, type UnitPlace } from './network-pass.ts';
import { UnitSumView, type WeightStep } from './unit-sum.tsx';
import { useOpen } from './use-open.ts';

const PLACES = { minimum: X_RANGE.from, maximum: X_RANGE.to, step: 0.01, scale: 'linear' } as const;
const OWN = 'own';

/** An x, and the point of the task that is there. */
interface AskedPlace {
  readonly x: number;
  readonly target: number | null;
}

function usePlaces(): readonly { readonly value: string; readonly label: string; readonly at: AskedPlace }[] {
  const { t } = useTranslation();
  const task = usePlayground(shownCurveOf);
  return useMemo(() => {
    // Where no curve is known, and nothing is held out, the query points are the support points once more.
    const sets = task.knowledge === 'unknown' ? (['support'] as const) : (['support', 'query'] as const);
    return sets.flatMap((kind) =>
      Array.from(task[kind].x, (x, index) => ({
        value: `${kind} ${index}`,
        label: t(`inside.network.${kind}Point`, { number: index + 1, x: formatBriefly(x) }),
        at: { x, target: task[kind].y[index] ?? null },
      })),
    );
  }, [task, t]);
}

interface NetworkProps {
  readonly contestant: Contestant;
  readonly perceptron: Mlp;
  readonly path: FollowedParameters;
}

function Network({ contestant, perceptron, path }: NetworkProps) {
  const { t } = useTranslation();
  const task = usePlayground((state) => state.task);
  const settings = usePlayground((state) => state.settings);
  const shownStep = usePlayground((state) => state.step);
  const places = usePlaces();
  const [asked, setAsked] = useState('support 0');
  const [ownX, setOwnX] = useState(0);
  const [wished, setWished] = useState<UnitPlace | null>(null);

  const place = places.find(({ value }) => value === asked);
  const { x, target } = place?.at ?? { x: ownX, target: null };
  const step = Math.min(shownStep, path.parameters.length - 1);
  const first = path.parameters[0] ?? new Float32Array();
  const parameters = path.parameters[step] ?? first;
  const widths = perceptron.layerSizes;
  const last = widths.length - 1;
  const layout = layoutOf(widths);
  const outputs = outputsOf(perceptron, parameters, inputsSeen(contestant, task, Float32Array.of(x)));
  const moved = widths.map((_, column) => movedInto(perceptron, first, parameters, column));
  const isThere = wished !== null && wished.unit < (widths[wished.column] ?? 0);
  const chosen = isThere ? wished : { column: last, unit: 0 };
  const made = sumOf(perceptron, parameters, outputs, chosen);
  const names = shapeOf(task.numbers, sightOf(contestant)).example;
  const shortName = ({ column, unit }: UnitPlace) => {
    if (column === 0) return names?.[unit]?.name ?? 'x';
    if (column === last) return 'ŷ';
    return t('inside.network.unit', { layer: column, unit });
  };
  const nameOf = (at: UnitPlace) =>
    t('inside.network.unitValue', {
      name: shortName(at),
      value: formatBriefly(outputs[at.column]?.[at.unit] ?? Number.NaN) ?? '∞',
    });
  const parameterName = (at: number) => {
    const entry = parameterLayout(perceptron).find(({ offset, size }) => at >= offset && at < offset + size);
    const tensor = tensorChanges(perceptron, first, parameters).find(({ name }) => name === entry?.name);
    return tensor === undefined || entry === undefined ? '' : indexText(tensor, at - entry.offset);
  };
  const stepOf = (at: number, column: number): WeightStep | null => {
    // At step 0 the one that is about to be taken.
    const taken = Math.max(1, step);
    const [before, after] = [path.parameters[taken - 1]?.[at], path.parameters[taken]?.[at]];
    if (before === undefined || after === undefined) return null;
    const rate = rateOf(ratesOf(contestant, settings), perceptron, { step: taken - 1, column, place: at });
    return { step: taken, before, after, rate };
  };
  const prediction = outputs[last]?.[0] ?? Number.NaN;
  const isScaled = (expectCurves(task).curves.scale?.(task.numbers) ?? null) !== null;
  return (
    <div className="network-view">
      <ChoiceField
        label={t('inside.network.input')}
        value={place === undefined ? OWN : asked}
        options={[{ value: OWN, label: t('inside.network.own') }, ...places]}
        onChange={(value) => {
          setOwnX(x);
          setAsked(value);
        }}
      />
      <NumberField
        label="x"
        hint={t('inside.network.xHint')}
        value={Math.round(x * 1e4) / 1e4}
        range={PLACES}
        onChange={(value) => {
          if (!(value >= X_RANGE.from && value <= X_RANGE.to))
            throw new RangeError(t('inside.network.xHint'));
          setOwnX(value);
          setAsked(OWN);
        }}
      />
      <p data-testid="network-prediction">
        ŷ = <strong>{formatExactly(prediction) ?? '∞'}</strong>
        {target === null
          ? null
          : ` · y = ${formatBriefly(target)} · ŷ − y = ${formatBriefly(prediction - target) ?? '∞'}`}
      </p>
      {isScaled ? <p className="note">{t('inside.network.scaled')}</p> : null}
      <div>
        <Figure
          name="network"
          title={t('inside.network.title', { count: step })}
          table={() => ({
            columns: ['layer', 'unit', 'output', 'moved'],
            rows: outputs.flatMap((column, layer) =>
              Array.from(column, (value, unit) => [layer, unit, value, moved[layer]?.[unit] ?? 0]),
            ),
          })}
        >
          <NetworkDrawing
            layout={layout}
            outputs={outputs}
            moved={moved}
            chosen={chosen}
            products={made?.products ?? []}
            heads={widths.map((_, column) => (column === 0 ? 'x' : column === last ? 'ŷ' : String(column)))}
            label={t('inside.network.label')}
            nameOf={nameOf}
            onChoose={setWished}
          />
        </Figure>
        <p className="note">{t('inside.network.key')}</p>
      </div>
      <UnitSumView
        key={`${chosen.column} ${chosen.unit}`}
        unit={chosen}
        name={nameOf(chosen)}
        activation={chosen.column === last ? null : perceptron.activation}
        made={made}
        goesOn={goesOnTo(perceptron, parameters, outputs, chosen)}
        nameOf={shortName}
        parameterName={parameterName}
        movedOf={(at) => (parameters[at] ?? Number.NaN) - (first[at] ?? Number.NaN)}
        stepOf={stepOf}
        onChoose={setWished}
      />
    </div>
  );
}

export function NetworkView() {
  const { t } = useTranslation();
  useOpen('network');
  const contestant = usePlayground(lookedInto);
  const path = usePlayground((state) => state.parameterPath);
  const isCurve = usePlayground((state) => state.task.view === 'curve');
  // The path of whoever was looked into before is not this one's.
  const isOwn = path !== null && contestant !== null && path.id === contestant.id;
  if (!isOwn || !isCurve || !isMlp(path.architecture)) return <p className="note">{t('inside.waiting')}</p>;
  const { architecture } = path;
  const units = linearLayers(architecture).reduce(
    (sum, { outputs }) => sum + outputs,
    architecture.layerSizes[0] ?? 0,
  );
  return (
    <>
      <p className="note">{t('inside.network.lead')}</p>
      {units > MOST_UNITS ? (
        <p className="note">{t('inside.network.tooMany', { found: units, most: MOST_UNITS })}</p>
      ) : (
        <Network contestant={contestant} perceptron={architecture} path={path} />
      )}
    </>
  );
}

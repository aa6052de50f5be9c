/** One unit written out: every multiplication that comes in, the sum, what follows from it, and one weight on its way. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBriefly, formatExactly } from '#ui/format.ts';
import { bySize, type Product, type UnitPlace, type UnitSum } from './network-pass.ts';

/** Of many multiplications the largest are told. */
const TOLD = 6;
const TOLD_ON = 3;

/** One weight before and after an inner step; `rate` is the α of plain descent, `null` where the step is made otherwise. */
export interface WeightStep {
  /** From 1. */
  readonly step: number;
  readonly before: number;
  readonly after: number;
  readonly rate: number | null;
}

interface UnitSumProps {
  readonly unit: UnitPlace;
  readonly name: string;
  readonly activation: string | null;
  /** `null` of an input. */
  readonly made: UnitSum | null;
  readonly goesOn: readonly Product[];
  readonly nameOf: (unit: UnitPlace) => string;
  /** As PyTorch has it. */
  readonly parameterName: (place: number) => string;
  /** How far a parameter is from where it was before adapting. */
  readonly movedOf: (place: number) => number;
  readonly stepOf: (place: number, column: number) => WeightStep | null;
  readonly onChoose: (unit: UnitPlace) => void;
}

const brief = (value: number) => formatBriefly(value) ?? '∞';
const exact = (value: number) => formatExactly(value) ?? '∞';
/** A factor or summand with its sign in brackets. */
const bracketed = (value: number, write: (value: number) => string) =>
  value < 0 ? `(${write(value)})` : write(value);

/** A step of plain descent by its gradient, any other by its ends. */
function takenBy({ before, after, rate }: WeightStep, gradient: number | null): string {
  if (gradient === null || rate === null) return `${exact(before)} → ${exact(after)}`;
  return `${exact(before)} − ${exact(rate)} · ${bracketed(gradient, brief)} = ${exact(after)}`;
}

function OneWeight({ product, ...props }: UnitSumProps & { readonly product: Product }) {
  const { t } = useTranslation();
  const { unit, parameterName, movedOf, stepOf } = props;
  const { place, weight, input } = product;
  const taken = stepOf(place, unit.column);
  const name = parameterName(place);
  const gradient = taken?.rate ? (taken.before - taken.after) / taken.rate : null;
  return (
    <div className="network-weight" data-testid="one-weight">
      <p>
        {name} · a = {exact(weight)} · {bracketed(input, exact)} = <strong>{exact(product.product)}</strong>
      </p>
      <p>{t('inside.network.sinceFirst', { moved: exact(movedOf(place)) })}</p>
      {taken === null ? null : (
        <p>
          {t('inside.network.inStep', { step: taken.step, sum: takenBy(taken, gradient) })}
          {gradient === null ? null : <small> {t('inside.network.descent')}</small>}
        </p>
      )}
    </div>
  );
}

function Incoming({ made, ...props }: UnitSumProps & { readonly made: UnitSum }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const { unit, nameOf, movedOf, activation } = props;
  const sorted = bySize(made.products);
  const told = isWhole ? sorted : sorted.slice(0, TOLD);
  const others = sorted.slice(told.length);
  const rest = others.reduce((sum, { product }) => sum + product, 0);
  const all = made.products.reduce((sum, { product }) => sum + product, 0);
  const weight = made.products.find(({ from }) => from === chosen) ?? sorted[0];
  return (
    <>
      <p className="network-equation" data-testid="unit-sum">
        z = b + Σ w·a = {brief(made.bias)} + {bracketed(all, brief)} = <strong>{brief(made.sum)}</strong>
        <br />
        {activation === null ? 'ŷ = z' : `a = ${activation}(z)`} = <strong>{brief(made.output)}</strong>
      </p>
      <table className="summary-table" data-testid="unit-products">
        <caption>{t('inside.network.products')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('inside.network.from')}</th>
            <th scope="col">w</th>
            <th scope="col">w − w₀</th>
            <th scope="col">a</th>
            <th scope="col">w · a</th>
          </tr>
        </thead>
        <tbody>
          {told.map((product) => (
            <tr key={product.from} aria-current={product === weight}>
              <th scope="row">
                <button
                  type="button"
                  className="plain"
                  aria-pressed={product === weight}
                  onClick={() => setChosen(product.from)}
                >
                  {nameOf({ column: unit.column - 1, unit: product.from })}
                </button>
              </th>
              <td>{brief(product.weight)}</td>
              <td>{brief(movedOf(product.place))}</td>
              <td>{brief(product.input)}</td>
              <td>{brief(product.product)}</td>
            </tr>
          ))}
          {others.length === 0 ? null : (
            <tr>
              <th scope="row">{t('inside.network.others', { count: others.length })}</th>
              <td>…</td>
              <td>…</td>
              <td>…</td>
              <td>{brief(rest)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{t('inside.network.bias')}</th>
            <td>{brief(made.bias)}</td>
            <td>{brief(movedOf(made.biasPlace))}</td>
            <td>1</td>
            <td>{brief(made.bias)}</td>
          </tr>
        </tbody>
      </table>
      {made.products.length <= TOLD ? null : (
        <div className="button-row">
          <button type="button" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
            {t('inside.network.all', { count: made.products.length })}
          </button>
        </div>
      )}
      {weight === undefined ? null : <OneWeight {...props} made={made} product={weight} />}
    </>
  );
}

export function UnitSumView(props: UnitSumProps) {
  const { t } = useTranslation();
  const { unit, name, made, goesOn, nameOf, onChoose } = props;
  const largest = bySize(goesOn).slice(0, TOLD_ON);
  return (
    <section className="network-unit-sum" aria-label={name}>
      <h2>{name}</h2>
      {made === null ? (
        <p className="note">{t('inside.network.given')}</p>
      ) : (
        <Incoming {...props} made={made} />
      )}
      {largest.length === 0 ? (
        <p className="note">{t('inside.network.end')}</p>
      ) : (
        <div className="network-on">
          <p className="note">{t('inside.network.goesOn')}</p>
          {largest.map(({ from, product }) => (
            <button
              key={from}
              type="button"
              onClick={() => onChoose({ column: unit.column + 1, unit: from })}
            >
              {t('inside.network.unitValue', {
                name: nameOf({ column: unit.column + 1, unit: from }),
                value: brief(product),
              })}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

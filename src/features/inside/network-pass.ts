/** What a perceptron makes of one input, unit by unit, in float64, and how one of its weights moves. */
import type { Activation } from '#models/activations.ts';
import { linearLayers, type Mlp, mlp } from '#models/mlp.ts';
import {
  type Adaptation,
  isClosedForm,
  isContextDescent,
  isOptimised,
  isRemembering,
  isStepped,
  ratesOfStep,
} from '#training/learned.ts';

/** A unit: its column, 0 being the inputs, and its place in it. */
export interface UnitPlace {
  readonly column: number;
  readonly unit: number;
}

/** One multiplication: what comes from a unit of the column before, times the weight between. */
export interface Product {
  /** The unit of the column before. */
  readonly from: number;
  /** Where the weight lies in the vector of parameters. */
  readonly place: number;
  readonly weight: number;
  /** What the unit before has put out. */
  readonly input: number;
  readonly product: number;
}

/** How a unit comes to its output: `sum` is the bias and all products, `output` what follows from it. */
export interface UnitSum {
  readonly products: readonly Product[];
  readonly bias: number;
  readonly biasPlace: number;
  readonly sum: number;
  readonly output: number;
}

function activated(activation: Activation, z: number): number {
  switch (activation) {
    case 'relu':
      return Math.max(0, z);
    case 'tanh':
      return Math.tanh(z);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-z));
    case 'softplus':
      return Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
    case 'sin':
      return Math.sin(z);
    default:
      return activation satisfies never;
  }
}

/** Where a layer's weights and biases begin in the vector; `layer` from 0. */
function tensorsOf(perceptron: Mlp, layer: number): { readonly weight: number; readonly bias: number } {
  const own = mlp.layout(perceptron).filter((entry) => entry.layer === layer);
  const offset = (role: 'weight' | 'bias') => own.find((entry) => entry.role === role)?.offset ?? 0;
  return { weight: offset('weight'), bias: offset('bias') };
}

/** What every unit puts out, column by column: the inputs first, the prediction last, which no activation follows. */
export function outputsOf(
  perceptron: Mlp,
  parameters: Float32Array,
  inputs: ArrayLike<number>,
): readonly Float64Array[] {
  const layers = linearLayers(perceptron);
  const columns = [Float64Array.from(inputs)];
  layers.forEach((size, layer) => {
    const { weight, bias } = tensorsOf(perceptron, layer);
    const before = columns[layer] ?? new Float64Array(size.inputs);
    const isLast = layer === layers.length - 1;
    columns.push(
      Float64Array.from({ length: size.outputs }, (_, unit) => {
        const row = weight + unit * size.inputs;
        const sum = before.reduce(
          (total, value, from) => total + value * (parameters[row + from] ?? Number.NaN),
          parameters[bias + unit] ?? Number.NaN,
        );
        return isLast ? sum : activated(perceptron.activation, sum);
      }),
    );
  });
  return columns;
}

/** The sum that makes a unit's output of those of the column before; `null` of an input, which nothing makes. */
export function sumOf(
  perceptron: Mlp,
  parameters: Float32Array,
  columns: readonly Float64Array[],
  { column, unit }: UnitPlace,
): UnitSum | null {
  const before = columns[column - 1];
  const output = columns[column]?.[unit];
  if (before === undefined || output === undefined) return null;
  const { weight, bias } = tensorsOf(perceptron, column - 1);
  const products = Array.from(before, (input, from) => {
    const place = weight + unit * before.length + from;
    const value = parameters[place] ?? Number.NaN;
    return { from, place, weight: value, input, product: value * input };
  });
  const biasPlace = bias + unit;
  const own = parameters[biasPlace] ?? Number.NaN;
  const sum = products.reduce((total, { product }) => total + product, own);
  return { products, bias: own, biasPlace, sum, output };
}

/** By what a unit's output is multiplied on its way on: a product for each unit of the next column, `from` being that unit. */
export function goesOnTo(
  perceptron: Mlp,
  parameters: Float32Array,
  columns: readonly Float64Array[],
  { column, unit }: UnitPlace,
): readonly Product[] {
  const own = columns[column];
  const next = columns[column + 1];
  const input = own?.[unit];
  if (own === undefined || next === undefined || input === undefined) return [];
  const { weight } = tensorsOf(perceptron, column);
  return Array.from(next, (_, to) => {
    const place = weight + to * own.length + unit;
    const value = parameters[place] ?? Number.NaN;
    return { from: to, place, weight: value, input, product: value * input };
  });
}

/** Products by their size, the largest first. */
export function bySize(products: readonly Product[]): Product[] {
  return products.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
}

/** How far the weights into each unit of a column, and its bias, have moved from `first`, as one distance each; none into the inputs. */
export function movedInto(
  perceptron: Mlp,
  first: Float32Array,
  parameters: Float32Array,
  column: number,
): readonly number[] {
  const size = linearLayers(perceptron)[column - 1];
  if (size === undefined) return [];
  const { weight, bias } = tensorsOf(perceptron, column - 1);
  const moved = (place: number) => (parameters[place] ?? Number.NaN) - (first[place] ?? Number.NaN);
  return Array.from({ length: size.outputs }, (_, unit) => {
    let square = moved(bias + unit) ** 2;
    for (let from = 0; from < size.inputs; from++) square += moved(weight + unit * size.inputs + from) ** 2;
    return Math.sqrt(square);
  });
}

/**
 * Each value as a share of the largest of all columns, 0 to 1, so that columns can be compared. Values are no less than 0; what
 * is not finite counts in full and makes the others no smaller.
 */
export function sharesOfLargest(columns: readonly (readonly number[])[]): number[][] {
  const most = Math.max(0, ...columns.flat().filter(Number.isFinite));
  return columns.map((values) =>
    values.map((value) => {
      if (!Number.isFinite(value)) return 1;
      return most > 0 ? value / most : 0;
    }),
  );
}

/**
 * The inner learning rate by which one parameter takes a step of plain descent, w ← w − αg; `step` from 0, `column` that of the
 * unit it belongs to. `null` where a step is made otherwise: by an optimiser, of a context, in closed form.
 */
export function rateOf(
  adaptation: Adaptation,
  perceptron: Mlp,
  { step, column, place }: { readonly step: number; readonly column: number; readonly place: number },
): number | null {
  if (typeof adaptation === 'number') return adaptation;
  if (adaptation instanceof Float32Array) return adaptation[place] ?? null;
  if (isStepped(adaptation))
    return ratesOfStep(adaptation, linearLayers(perceptron).length, step)[column - 1] ?? null;
  // Their steps are no multiple of the gradient by this very parameter.
  const isOther =
    isOptimised(adaptation) ||
    isContextDescent(adaptation) ||
    isClosedForm(adaptation) ||
    isRemembering(adaptation);
  return isOther ? null : (adaptation satisfies never);
}

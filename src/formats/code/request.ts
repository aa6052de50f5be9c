/** What lines of code beside a file are about, and the words that all languages share. */
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { LearnerFacts } from '#training/learner.ts';
import { factsOf } from '#training/learner-facts.ts';
import { scaleOf, shapeOf } from '#families/family-of.ts';
import { inputSize } from '#models/architecture.ts';
import type { PointSet } from '#families/task.ts';
import { floatText } from '../floats.ts';
import type { WeightFormat } from '../weight-formats.ts';
import type { WeightsFile } from '../weights-file.ts';

/** The inner loop that the page shows, so that the code prints the page's own numbers. */
export interface InnerLoop {
  readonly alpha: number;
  readonly steps: number;
  /** By which the steps go, where not by plain gradient descent. */
  readonly optimiser?: StatefulOptimiser;
  readonly support: PointSet;
  /** By which the adaptation is judged; none where the curve is not known. */
  readonly query: PointSet;
}

export interface CodeRequest {
  readonly weights: WeightsFile;
  readonly file: string;
  readonly format: WeightFormat;
  readonly innerLoop: InnerLoop;
}

/** What moves as weights adapt, and how far. */
export type Moving = LearnerFacts['moves'] | 'ownRates' | 'stepRates' | 'solvedHead';

/** As `adaptationOf` of `training/learned.ts` has it. */
export function movingOf({ rates, logLambda, stepRates, details }: WeightsFile): Moving {
  if (logLambda !== undefined) return 'solvedHead';
  if (stepRates !== undefined) return 'stepRates';
  return rates === null ? factsOf(details.origin).moves : 'ownRates';
}

/** What a network of measured curves takes and gives, in the units of their file; `null` where there are no others. */
export function unitsText({ details }: WeightsFile): string | null {
  const scale = details.scale ?? scaleOf(details.settings);
  if (scale === null) return null;
  const formula = (name: 'x' | 'y') =>
    `${name} of the file = ${scale[name].centre} + ${scale[name].unit} * ${name}`;
  return `Units of the file of curves: ${formula('x')}, ${formula('y')}.`;
}

/** One input row to ask about, and what its numbers are. */
export function exampleInput({ network, details }: WeightsFile): { row: string; comment: string } {
  const inputs = inputSize(network.architecture);
  const { example } = shapeOf(details.settings, factsOf(details.origin).sees);
  const isMeant = example !== null && example.length === inputs;
  const numbers = isMeant ? example.map(({ value }) => value) : Array.from({ length: inputs }, () => 0.5);
  return {
    row: `[[${numbers.map(literal).join(', ')}]]`,
    comment: isMeant ? `  # ${example.map(({ name }) => name).join(', ')}` : '',
  };
}

const LINE = 92;

/** A float in every language: a whole number alone would be an integer. */
function literal(number: number): string {
  const text = floatText(number);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Numbers with commas, broken into lines where there are many. */
export function numberList(numbers: Float32Array, indent: string): string {
  const lines: string[] = [];
  for (const number of numbers) {
    const text = literal(number);
    const last = lines.at(-1);
    if (last === undefined || `${indent}${last}, ${text},`.length > LINE) lines.push(text);
    else lines[lines.length - 1] = `${last}, ${text}`;
  }
  const [only = ''] = lines;
  return lines.length <= 1 ? only : `\n${indent}${lines.join(`,\n${indent}`)},\n`;
}

/** Parts of a program that are there, with an empty line between. */
export function program(parts: readonly (string | null)[]): string {
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`;
}

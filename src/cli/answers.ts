/** What is answered about the queries of a task of pictures, step by step, as data and as text. */
import type { AskedPicture } from './picture-folders.ts';
import { accuracyOf } from '#training/accuracy.ts';
import type { Course } from '#training/meta-engine.ts';
import type { NamedTask } from './picture-task.ts';

/** What is answered after each step that is finite: probabilities [queries][classes]. */
export interface Answered {
  readonly classes: readonly string[];
  readonly asked: readonly AskedPicture[];
  readonly supportLoss: readonly number[];
  readonly probabilities: readonly (readonly (readonly number[])[])[];
  /** The share of right answers at each step, of those queries whose class is known; `null` without any. */
  readonly accuracy: readonly number[] | null;
  /** The first step with a number that is not finite; `null` if there is none. */
  readonly divergedAt: number | null;
}

function softmax(outputs: Float32Array): number[] {
  const most = Math.max(...outputs);
  const powers = Array.from(outputs, (output) => Math.exp(output - most));
  const whole = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / whole);
}

/** Answers by outputs [queries, classes] of each step. */
export function answered({ classes, asked, query }: NamedTask, { series, predictions }: Course): Answered {
  const ways = classes.length;
  const { supportLoss } = series;
  const broken = predictions.findIndex(
    (outputs, step) => !Number.isFinite(supportLoss[step]) || !outputs.every(Number.isFinite),
  );
  const steps = predictions.slice(0, broken === -1 ? undefined : broken);
  const known = asked.flatMap(({ label }, at) => (label === null ? [] : [at]));
  const rows = (values: Float32Array) =>
    Float32Array.from(known.flatMap((at) => [...values.subarray(at * ways, (at + 1) * ways)]));
  const truth = rows(query.y);
  return {
    classes,
    asked,
    supportLoss: [...supportLoss.subarray(0, steps.length)],
    probabilities: steps.map((outputs) =>
      asked.map((_, at) => softmax(outputs.subarray(at * ways, (at + 1) * ways))),
    ),
    accuracy: known.length === 0 ? null : steps.map((outputs) => accuracyOf(rows(outputs), truth, ways)),
    divergedAt: broken === -1 ? null : broken,
  };
}

/** The class that a query is given: the likeliest, of several the first. */
export function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

/** A cell of CSV, quoted where a name needs it. */
function cell(value: string | number): string {
  const text = `${value}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV: a row for each query and step, with its class where that is known, the class it is given, and every probability. */
export function answersCsv({ classes, asked, probabilities }: Answered): string {
  const nameOf = (label: number | null) => (label === null ? '' : (classes[label] ?? ''));
  const header = ['query', 'class', 'step', 'named', ...classes.map((name) => `p(${name})`)];
  const rows = asked.flatMap(({ name, label }, at) =>
    probabilities.map((ofStep, step) => {
      const own = ofStep[at] ?? [];
      return [name, nameOf(label), step, nameOf(likeliest(own)), ...own];
    }),
  );
  return `${[header, ...rows].map((row) => row.map(cell).join()).join('\n')}\n`;
}

/** Rows of a table: each step with its losses and the share of right answers. */
export function answerRows({ supportLoss, accuracy, asked }: Answered): string[][] {
  const known = asked.filter(({ label }) => label !== null).length;
  return supportLoss.map((loss, step) => [
    `${step}`,
    loss.toPrecision(4),
    ...(accuracy === null ? [] : [`${Math.round((accuracy[step] ?? 0) * known)} of ${known}`]),
  ]);
}

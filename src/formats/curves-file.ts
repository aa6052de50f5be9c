/** A file of many curves, CSV or JSON, as tasks are made of: read, bounded, and each curve put in order. */
import { said, type Words } from '#core/saying.ts';
import {
  type CurveFile,
  FEWEST_CURVES,
  type MeasuredCurve,
  MOST_CURVES,
} from '#families/curves/curve-file.ts';
import { badInput } from './bad-input.ts';
import { expectReadable } from './curves-size.ts';
import { readCurvesJson } from './curves-json.ts';
import { type Measured, readCurvesTable } from './curves-table.ts';

/** @throws PlaygroundError for two points at the same x, naming their lines. */
function inOrder(curve: string, points: readonly Measured[], isTable: boolean, name: Words): MeasuredCurve {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.line - b.line);
  for (const [at, { x, line }] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before?.x !== x) continue;
    const where = isTable ? said`${name}, line ${line}` : said`${name}, entry ${line}`;
    const found = isTable ? said`x = ${x} again, as in line ${before.line}` : said`x = ${x} twice`;
    throw badInput(where, said`each x of “${curve}” once`, found);
  }
  return { name: curve, x: sorted.map(({ x }) => x), y: sorted.map(({ y }) => y) };
}

/** A curve with less has nothing to be judged by. */
const FEWEST_POINTS = 2;

/** Reads a file's text; `name` is told in errors. @throws PlaygroundError naming line and column, or what there is too much or too little of. */
export function readCurves(text: string, name: string, sha256: string): CurveFile {
  expectReadable(text.length, name);
  const isTable = !/^\s*[[{]/.test(text);
  const { curves: points, missing } = isTable ? readCurvesTable(text, name) : readCurvesJson(text, name);
  if (points.size > MOST_CURVES) throw badInput(name, said`at most ${MOST_CURVES} curves`, `${points.size}`);
  if (points.size < FEWEST_CURVES)
    throw badInput(name, said`at least ${FEWEST_CURVES} curves`, `${points.size}`);
  const curves = Array.from(points, ([curve, all]) => inOrder(curve, all, isTable, name));
  const short = curves.find(({ x }) => x.length < FEWEST_POINTS);
  if (short !== undefined) {
    throw badInput(name, said`at least ${FEWEST_POINTS} points in “${short.name}”`, `${short.x.length}`);
  }
  return { name, sha256, curves, missing };
}

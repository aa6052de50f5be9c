/** The cases of heads of classes hold what the reference finds, and are the problem that engines are asked. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMetaGradientCase } from '#formats/meta-gradient-case.ts';
import { joinLearned } from '#training/learned.ts';
import { CLASS_ALGORITHMS } from '#training/learner-facts.ts';
import { expectMlp } from '#models/architecture.ts';
import { problemOf } from '../../class-heads.ts';
import { relativeError } from '../../compare.ts';
import { referenceClassHead } from '../../reference/float64-class-heads.ts';

const FILES = { r2d2: 'r2d2', metaOptNet: 'meta-opt-net' } as const;

test.each(CLASS_ALGORITHMS)('of %s', (algorithm) => {
  const path = `tests/oracle/heads/${FILES[algorithm]}-tanh-4-7-6-3.json`;
  const text = readFileSync(path, 'utf8');
  const { at, tasks, learner, loss } = readMetaGradientCase(text, path);
  expect({ learner, loss }).toEqual({ learner: algorithm, loss: 'crossEntropy' });
  const given = {
    architecture: expectMlp(at.network.architecture),
    learned: joinLearned(algorithm, at, 0),
    tasks,
  };
  expect(given).toEqual(problemOf(algorithm));
  const found = referenceClassHead(algorithm, given);
  const { expected } = JSON.parse(text);
  const gradient = [
    ...expected.metaGradient.flatMap(({ data }: { readonly data: readonly number[] }) => data),
    expected.logLambdaGradient,
    expected.logScaleGradient,
  ];
  expect(relativeError(found.gradient, gradient)).toBeLessThan(1e-8);
  for (const [task, { head, logits }] of found.solutions.entries()) {
    // A column of each class stands in the file, its bias in the last row.
    const columns = expected.heads[task].flatMap((row: readonly number[]) => row);
    const own = head[0]?.flatMap((_, row) => head.map((ofClass) => ofClass[row] ?? Number.NaN)) ?? [];
    expect(relativeError(own, columns)).toBeLessThan(1e-8);
    expect(relativeError(logits.flat(), expected.queryPredictions[task].flat())).toBeLessThan(1e-8);
  }
  expect(relativeError([found.loss], [expected.meanQueryLossAfterAdaptation])).toBeLessThan(1e-12);
});

test('a head of classes is refused where the loss is of none, in words', () => {
  const text = readFileSync('tests/oracle/heads/r2d2-tanh-4-7-6-3.json', 'utf8');
  const ofNumbers = text.replace('"crossEntropy"', '"squaredError"');
  expect(() => readMetaGradientCase(ofNumbers, 'case.json')).toThrow('a loss of classes in a case of r2d2');
});

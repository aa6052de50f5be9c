/** What a search has found, line by line. */
import { expect, test } from 'vitest';
import { type Judgement, questionOf, readJudgements, writeJudgement } from '#cli/reproduction/judgements.ts';

const JUDGEMENT: Judgement = {
  name: 'a',
  command: 'npm run cli -- train --seed 2',
  trainingSeed: 2,
  taskSeed: 9001,
  tasks: 20_000,
  queryPoints: 25,
  byShots: [
    {
      shots: 5,
      summaries: [
        { mean: 1 / 3, confidence95: 0.01, median: 0.2, divergedShare: 0.00005, largest: 1234.56789 },
        { mean: null, confidence95: null, median: 0.2, divergedShare: 0.1, largest: null },
      ],
    },
  ],
  diverged: null,
};

test('is read as it was written, to six digits', () => {
  const [first, second, ...rest] = readJudgements(`${writeJudgement(JUDGEMENT)}${writeJudgement(JUDGEMENT)}`);
  expect(rest).toEqual([]);
  expect(second).toEqual(first);
  expect(first?.byShots[0]?.summaries).toEqual([
    { mean: 0.333333, confidence95: 0.01, median: 0.2, divergedShare: 0.00005, largest: 1234.57 },
    { mean: null, confidence95: null, median: 0.2, divergedShare: 0.1, largest: null },
  ]);
});

test('a line that is none is refused', () => {
  expect(() => readJudgements('{"name":"a"}\n')).toThrow();
});

test('a question is another for other weights, other tasks and other numbers of points', () => {
  const questions = [
    questionOf(JUDGEMENT, [5]),
    questionOf(JUDGEMENT, [5, 10]),
    questionOf({ ...JUDGEMENT, command: 'another' }, [5]),
    questionOf({ ...JUDGEMENT, taskSeed: 101 }, [5]),
    questionOf({ ...JUDGEMENT, tasks: 600 }, [5]),
    questionOf({ ...JUDGEMENT, queryPoints: 100 }, [5]),
  ];
  expect(new Set(questions).size).toBe(questions.length);
});

/** What a search tried, as a table and as a picture. */
import { expect, test } from 'vitest';
import { frontierPicture, triedTable } from '#cli/reproduction/frontier.ts';
import type { Judgement } from '#cli/reproduction/judgements.ts';

function judged(shots: number, one: number, ten: number): Judgement {
  const summaries = Array.from({ length: 11 }, (_, step) => ({
    mean: step === 1 ? one : ten,
    confidence95: 0.01,
    median: 0.1,
    divergedShare: step === 10 ? 0.0001 : 0,
    largest: step === 0 ? 90 : 12.5,
  }));
  return {
    name: 'a',
    command: 'npm run cli -- train --algorithm maml --inner-steps 2',
    trainingSeed: 1,
    taskSeed: 9001,
    tasks: 20_000,
    queryPoints: 25,
    byShots: [{ shots, summaries }],
    diverged: null,
  };
}

const LOST: Judgement = { ...judged(5, 1, 1), byShots: [], diverged: 'Training explodes.' };

test('a row names the candidate by its flags, with its errors, the tasks that it lost and its worst', () => {
  const [head, row, lost] = triedTable([judged(5, 0.6, 0.2), LOST]);
  expect(head?.length).toBe(row?.length);
  expect(row).toEqual(['1', '`--algorithm maml --inner-steps 2`', '0.600', '0.200', '0.200', '2', '12.5']);
  expect(lost?.slice(0, 3)).toEqual(['2', '`--algorithm maml --inner-steps 2`', 'training diverged']);
});

test('the picture has a dot for each candidate on 5 points within its frame, and the paper’s', () => {
  const picture = frontierPicture([judged(5, 0.6, 0.2), judged(10, 0.6, 0.2), judged(5, 3, 2), LOST]);
  expect(picture.match(/class="ours"/g)).toHaveLength(1);
  expect(picture.match(/class="paper"/g)).toHaveLength(1);
  expect(picture).toMatch(/^<svg .*<\/svg>\n$/s);
});

test('what is better after one step is further left, after ten further down', () => {
  const at = (picture: string) => {
    const [, x = '', y = ''] = /cx="([\d.]+)" cy="([\d.]+)" r="4" class="ours"/.exec(picture) ?? [];
    return { x: Number(x), y: Number(y) };
  };
  const [better, worse] = [
    at(frontierPicture([judged(5, 0.6, 0.2)])),
    at(frontierPicture([judged(5, 0.7, 0.3)])),
  ];
  expect(better.x).toBeLessThan(worse.x);
  expect(better.y).toBeGreaterThan(worse.y);
});

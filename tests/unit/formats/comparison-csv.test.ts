/** Results as CSV: every figure as it is, and nothing where there is none. */
import { expect, test } from 'vitest';
import { summariseSteps } from '#training/metrics.ts';
import { type ComparedResults, lossesCsv, summariesCsv } from '#formats/comparison-csv.ts';

function results(name: string, losses: readonly number[]): ComparedResults {
  return {
    name,
    iteration: 70_000,
    withoutAlpha: name === 'metaSgd',
    losses,
    summaries: summariseSteps(losses, 2, 100),
  };
}

/** Two tasks of two steps. */
const CIRCUMSTANCES = {
  family: 'sinusoid',
  shots: 5,
  alpha: 0.02,
  seed: 1,
  innerOptimiser: 'sgd',
  innerMomentum: 0.9,
} as const;
const RESULTS = [results('maml', [3, 0.25, 1, 0.75]), results('metaSgd', [2, 1, 4, Infinity])];

test('a summary has a row for each initialisation and inner step, with the α that it took', () => {
  expect(summariesCsv(RESULTS, 2, CIRCUMSTANCES).split('\r\n')).toEqual([
    'initialisation,iteration,inner_step,tasks,query_mse_mean,query_mse_ci95,query_mse_median,diverged_share,shots,alpha,seed,diverged,query_mse_mean_of_rest',
    `maml,70000,0,2,2,${1.96 / Math.SQRT2},2,0,5,0.02,1,0,2`,
    `maml,70000,1,2,0.5,${(1.96 * 0.25) / Math.SQRT2},0.5,0,5,0.02,1,0,0.5`,
    `metaSgd,70000,0,2,3,${1.96 / Math.SQRT2},3,0,5,,1,0,3`,
    'metaSgd,70000,1,2,,,,0.5,5,,1,1,1',
    '',
  ]);
});

test('the losses have a row for each task, with its curve', () => {
  const curves = [
    { amplitude: 2, phase: 0.5, frequency: 1 },
    { amplitude: 3, phase: 1.5, frequency: 1 },
  ];
  const lines = lossesCsv(RESULTS, curves, CIRCUMSTANCES).split('\r\n');
  expect(lines).toHaveLength(1 + 2 * 2 * 2 + 1);
  expect(lines[0]).toBe(
    'initialisation,iteration,task,amplitude,phase,frequency,inner_step,query_mse,shots,alpha,seed',
  );
  expect(lines[2]).toBe('maml,70000,0,2,0.5,1,1,0.25,5,0.02,1');
  expect(lines[8]).toBe('metaSgd,70000,1,3,1.5,1,1,,5,,1');
});

test('a summary of classes names their loss, says how many answers are right, and whose pictures they were of', () => {
  const accuracies = [
    { mean: 0.2, confidence95: 0.1 },
    { mean: 0.75, confidence95: 0.05 },
  ];
  const pictures = { name: 'letters.zip', digest: 'ab12' };
  const [header, , after] = summariesCsv([{ ...results('maml', [3, 0.25]), accuracies }], 1, {
    ...CIRCUMSTANCES,
    family: 'characters',
    pictures,
  }).split('\r\n');
  expect(header).toBe(
    'initialisation,iteration,inner_step,tasks,query_cross_entropy_mean,query_cross_entropy_ci95,query_cross_entropy_median,diverged_share,shots,alpha,seed,diverged,query_cross_entropy_mean_of_rest,accuracy_mean,accuracy_ci95,pictures,pictures_sha256',
  );
  expect(after).toMatch(/,0\.25,0\.75,0\.05,letters\.zip,ab12$/);
});

test('results by an optimiser say by which, but of those that it does not move', () => {
  const byMomentum = { ...CIRCUMSTANCES, innerOptimiser: 'momentum' } as const;
  const [header, maml, , metaSgd] = summariesCsv(RESULTS, 2, byMomentum).split('\r\n');
  expect(header).toContain(',alpha,seed,inner_optimiser,inner_momentum,');
  expect(maml).toContain(',0.02,1,momentum,0.9,');
  expect(metaSgd).toContain(',,1,,,');
  const byAdam = lossesCsv(RESULTS, [{ amplitude: 2, phase: 0.5, frequency: 1 }], {
    ...CIRCUMSTANCES,
    innerOptimiser: 'adam',
  });
  expect(byAdam.split('\r\n')[1]).toMatch(/,adam,$/);
});

test('results on measured curves tell what 1 of y is there, and name each task’s curve', () => {
  const circumstances = { ...CIRCUMSTANCES, family: 'curves', unitOfY: 17.5 } as const;
  const [summaryHead = '', summary = ''] = summariesCsv(RESULTS, 2, circumstances).split('\r\n');
  expect(summary.split(',')[summaryHead.split(',').indexOf('unit_of_y')]).toBe('17.5');
  const [lossesHead, losses] = lossesCsv(
    RESULTS,
    [{ curve: 'cup 7' }, { curve: 'cup 9' }],
    circumstances,
  ).split('\r\n');
  expect(lossesHead).toBe(
    'initialisation,iteration,task,curve,inner_step,query_mse,shots,alpha,seed,unit_of_y',
  );
  expect(losses).toBe('maml,70000,0,cup 7,0,3,5,0.02,1,17.5');
});

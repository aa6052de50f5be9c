/** A page that is busy hears of a training less often, and of nothing less. */
import { expect, test } from 'vitest';
import type { ProgressReport } from '#engine/protocol.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { pacedReports } from '#store/training/paced-reports.ts';

const NETWORK = initialiseNetwork({ layerSizes: [1, 2, 1], activation: 'relu' }, 'glorot', 1);
const STATE: TrainingSnapshot = {
  iteration: 0,
  parameters: NETWORK.parameters,
  firstMoment: new Float32Array(NETWORK.parameters.length),
  secondMoment: new Float32Array(NETWORK.parameters.length),
};

function report(from: number, to: number, state: TrainingSnapshot | null = null): ProgressReport {
  const steps = Float32Array.from({ length: to - from }, (_, index) => from + index + 1);
  const losses = { firstIteration: from, lossBefore: steps, lossAfter: steps };
  return { iteration: to, learned: { network: NETWORK, rates: null }, losses, rate: 1, state };
}

/** A page whose rests end when the test says so. */
function page() {
  const heard: ProgressReport[] = [];
  const ends: (() => void)[] = [];
  const rests = () => new Promise<void>((resolve) => ends.push(resolve));
  const reports = pacedReports((told) => heard.push(told), rests);
  const rest = async () => {
    for (const end of ends.splice(0)) end();
    await Promise.resolve();
  };
  const told = () => heard.map(({ iteration, losses }) => [iteration, ...losses.lossAfter]);
  return { reports, rest, told };
}

test('a page that rests hears at once; what comes while it is busy is one report, with every loss', async () => {
  const { reports, rest, told } = page();
  reports.take(report(0, 1));
  reports.take(report(1, 3));
  reports.take(report(3, 4));
  expect(told()).toEqual([[1, 1]]);
  await rest();
  expect(told()).toEqual([
    [1, 1],
    [4, 2, 3, 4],
  ]);
  await rest();
  expect(told(), 'nothing has come').toHaveLength(2);
});

test('a report with the whole state is told at once, with what waits', () => {
  const { reports, told } = page();
  reports.take(report(0, 1));
  reports.take(report(1, 2));
  reports.take(report(2, 3, STATE));
  expect(told()).toEqual([
    [1, 1],
    [3, 2, 3],
  ]);
});

test('a run that is put back is told of by itself, after what it had reached', async () => {
  const { reports, rest, told } = page();
  reports.take(report(0, 1));
  reports.take(report(1, 5));
  reports.take(report(3, 3));
  await rest();
  expect(told()).toEqual([[1, 1], [5, 2, 3, 4, 5], [3]]);
});

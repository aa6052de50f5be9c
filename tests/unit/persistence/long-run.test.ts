/** A run of a million meta-steps takes no more room in the page, or in the browser's database, than a short one. */
import 'fake-indexeddb/auto';
import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { browserSavedWork } from '#persistence/saved-work.ts';
import { openTab, quiet, reportAt } from '../../fakes/fake-tab.ts';

/** The page's worker chains up to 2048 meta-steps. */
const CHAIN = 2000;
const STATE_EVERY = 25;
const MILLION = 1_000_000;

/** Of weights’ details, or of a point of a curve, in a record. */
const DETAILS = 4096;
const POINT = 128;

test('history, checkpoints and the saved record have bounded room', async () => {
  const { state, client, ...tab } = await openTab();
  void state().train();
  await quiet();
  const losses = Float32Array.from({ length: CHAIN }, (_, step) => 1 + Math.sin(step));
  for (let iteration = CHAIN; iteration <= MILLION; iteration += CHAIN) {
    const report = reportAt(iteration);
    const withState = iteration % (CHAIN * STATE_EVERY) === 0;
    client().listener.progress({
      ...report,
      losses: { firstIteration: iteration - CHAIN, lossBefore: losses, lossAfter: losses },
      state: withState ? report.state : null,
    });
    if (withState) await quiet();
  }
  const { run, timeline, contestants } = state();
  expect(run?.iteration).toBe(MILLION);
  expect(run?.history.points.length).toBeLessThanOrEqual(400);
  expect(timeline.length).toBeLessThanOrEqual(40);
  const weights = (contestants.live?.network.parameters.byteLength ?? 0) + DETAILS;
  const room = 400 * POINT + 40 * weights;
  expect(serialize([run?.history, run?.heldOut, timeline]).byteLength).toBeLessThan(room);
  const saved = await browserSavedWork().readRun(run?.id ?? '');
  expect(saved?.checkpoint.snapshot.iteration).toBe(MILLION);
  expect(saved?.timeline.length).toBeLessThanOrEqual(40);
  // The state holds the weights with two moments.
  const record = serialize([saved?.checkpoint, saved?.course, saved?.timeline]).byteLength;
  expect(record).toBeLessThan(room + 3 * weights);
  tab.close();
});

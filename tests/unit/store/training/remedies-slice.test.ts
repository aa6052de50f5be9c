/** Ways out of a divergence: each is tried beside the run before it is offered. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import type { RequestOf } from '#engine/protocol.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { LONGEST_TRIAL, remediesFor, TRIAL_STEPS } from '#store/training/remedy-search.ts';
import { type FakePage, openPage, report, SNAPSHOT } from '../../../fakes/fake-client.ts';
import { deferred, settled } from '../../../fakes/promises.ts';

type Trial = RequestOf<'beginTrial'>;

/** Trials that diverge after as many meta-steps as `endOf` says of their settings. */
function trialsThat(endOf: (trial: Trial) => number) {
  let trial: Trial | null = null;
  let taken = 0;
  const started = () => (trial?.from.kind === 'state' ? trial.from.snapshot.iteration : 0);
  return {
    beginTrial: async (request: Trial) => {
      trial = request;
      taken = 0;
      return null;
    },
    advanceTrial: async ({ steps }: RequestOf<'advanceTrial'>) => {
      if (trial === null) return null;
      const end = endOf(trial);
      const holds = taken + steps <= end;
      taken = holds ? taken + steps : end;
      return { iteration: started() + taken, holds };
    },
    endTrial: async () => {
      trial = null;
      return null;
    },
  };
}

/** A run that takes a few meta-steps and then diverges. */
async function divergedPage(
  endOf: (trial: Trial) => number,
  { iteration = 7, change = {} }: { iteration?: number; change?: Partial<Settings> } = {},
): Promise<FakePage> {
  const training = deferred<null>();
  const trainings = [training.promise];
  const page = await openPage({
    ...trialsThat(endOf),
    train: () => trainings.shift() ?? deferred<null>().promise,
    snapshot: async () => ({ ...SNAPSHOT, iteration }),
  });
  page.state().changeSettings(change);
  void page.state().train();
  await settled();
  if (iteration > 0) report(page, iteration, true);
  training.reject(new PlaygroundError('diverged', 'Too large.'));
  return page;
}

async function searched(page: FakePage): Promise<void> {
  await expect.poll(() => page.state().remedies?.trying).toBeNull();
  await settled();
}

describe('the ways out', () => {
  const run = { settings: { ...DEFAULT_SETTINGS, trainingAlpha: 0.1, beta: 0.001 }, iteration: 3 };

  test('are a tenth and a hundredth: on from there, then anew with another α, then with another β', () => {
    expect(remediesFor(run)).toEqual([
      [0.0001, 0.00001].map((value) => ({ kind: 'goOn', id: 'beta', value })),
      [0.01, 0.001].map((value) => ({ kind: 'anew', id: 'trainingAlpha', value })),
      [0.0001, 0.00001].map((value) => ({ kind: 'anew', id: 'beta', value })),
    ]);
  });

  test('lead on from nowhere before the first meta-step, and touch no α where nothing adapts', () => {
    expect(remediesFor({ ...run, iteration: 0 })[0]).toEqual([]);
    const pretraining = { ...run.settings, algorithm: 'pretrained' as const };
    expect(remediesFor({ ...run, settings: pretraining })[1]).toEqual([]);
  });

  test('stay within what can be set', () => {
    const smallest = { ...run.settings, beta: 0.00001, trainingAlpha: 0.0001 };
    expect(remediesFor({ ...run, settings: smallest })).toEqual([[], [], []]);
  });
});

describe('a run that diverges', () => {
  test('is offered only what held, for as long as it was tried', async () => {
    // No β helps, and of the smaller α only the second.
    const page = await divergedPage(({ settings }) => (settings.trainingAlpha <= 0.0001 ? Infinity : 2));
    await searched(page);
    expect(
      page
        .state()
        .remedies?.tried.map(({ kind, id, value, steps, holds }) => [kind, id, value, steps, holds]),
    ).toEqual([
      ['goOn', 'beta', 0.0001, 2, false],
      ['goOn', 'beta', 0.00001, 2, false],
      ['anew', 'trainingAlpha', 0.001, 2, false],
      ['anew', 'trainingAlpha', 0.0001, 7 + TRIAL_STEPS, true],
      ['anew', 'beta', 0.0001, 2, false],
      ['anew', 'beta', 0.00001, 2, false],
    ]);
    expect(page.client().order).toContain('endTrial');
    expect(page.state().run).toMatchObject({ iteration: 7, status: 'paused' });
  });

  test('needs no smaller value where a tenth holds', async () => {
    const page = await divergedPage(() => Infinity);
    await searched(page);
    expect(page.state().remedies?.tried.map(({ value, steps }) => [value, steps])).toEqual([
      [0.0001, TRIAL_STEPS],
      [0.001, 7 + TRIAL_STEPS],
      [0.0001, 7 + TRIAL_STEPS],
    ]);
    const kinds = page.client().asked.beginTrial.map(({ from }) => from.kind);
    expect(kinds).toEqual(['state', 'start', 'start']);
  });

  test('late is tried for no longer than a trial may take', async () => {
    const page = await divergedPage(() => Infinity, { iteration: 50_000 });
    await searched(page);
    expect(page.state().remedies?.tried.map(({ steps }) => steps)).toEqual([
      TRIAL_STEPS,
      LONGEST_TRIAL,
      LONGEST_TRIAL,
    ]);
  });

  test('begins a trial again whose engine was lost', async () => {
    let lost = 0;
    const trials = trialsThat(() => Infinity);
    const page = await openPage({
      ...trials,
      advanceTrial: (request) => {
        lost += 1;
        return lost === 2 ? Promise.resolve(null) : trials.advanceTrial(request);
      },
      train: () => Promise.reject(new PlaygroundError('diverged', 'Too large.')),
    });
    await page.state().train();
    await searched(page);
    expect(page.client().asked.beginTrial).toHaveLength(3);
    expect(page.state().remedies?.tried).toHaveLength(2);
  });

  test('and is reset tries no longer, and neither does one whose search is stopped', async () => {
    const never = deferred<null>();
    for (const end of ['resetTraining', 'stopTryingRemedies'] as const) {
      const page = await divergedPage(() => Infinity);
      await expect.poll(() => page.state().remedies?.trying).not.toBeNull();
      await page.state()[end]();
      await settled();
      const asked = page.client().asked.advanceTrial.length;
      expect(page.client().order).toContain('endTrial');
      await Promise.race([never.promise, settled()]);
      expect(page.client().asked.advanceTrial).toHaveLength(asked);
      expect(page.state().remedies?.trying ?? null).toBeNull();
    }
  });

  test('begins anew with the settings that were tried, whatever stands on the page by then', async () => {
    const page = await divergedPage(() => Infinity, { change: { trainingSteps: 3 } });
    await searched(page);
    page.state().setNumber('trainingSteps', 9);
    page.state().setNumber('alpha', 0.5);
    void page.state().takeRemedy({ kind: 'anew', id: 'trainingAlpha', value: 0.001 });
    await settled();
    await settled();
    expect(page.state().run?.settings).toMatchObject({ trainingSteps: 3, trainingAlpha: 0.001, alpha: 0.5 });
    expect(page.state().remedies).toBeNull();
  });
});

/**
 * A family and a learner that tests bring, by replacing the registries, without a line under src/: they train, adapt and are
 * judged, and travel through link, flag, weights file and checkpoint.
 */
import { layerWidths } from '#models/architecture.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as Families from '#families/families.ts';
import type * as Objectives from '#meta/learners/index.ts';
import type * as Learners from '#training/learners.ts';
import type { Settings } from '#training/settings.ts';
import { line } from '../toys/line.ts';
import { signGradient } from '../toys/sign-gradient.ts';
import { SIGN_GRADIENT_FACTS } from '../toys/sign-gradient-facts.ts';

const FAMILIES = '#families/families.ts';
const LEARNERS = '#training/learners.ts';
const OBJECTIVES = '#meta/learners/index.ts';

beforeAll(() => {
  vi.resetModules();
  vi.doMock(FAMILIES, async (original) => {
    const families = await original<typeof Families>();
    return { FAMILIES: { ...families.FAMILIES, line } };
  });
  vi.doMock(LEARNERS, async (original) => {
    const learners = await original<typeof Learners>();
    return { LEARNERS: { ...learners.LEARNERS, signGradient: SIGN_GRADIENT_FACTS } };
  });
  vi.doMock(OBJECTIVES, async (original) => {
    const objectives = await original<typeof Objectives>();
    const { TENSOR_RECORDS: records } = objectives;
    return {
      OBJECTIVES: { ...objectives.OBJECTIVES, signGradient },
      TENSOR_RECORDS: { ...records, signGradient: records.fomaml },
    };
  });
});
afterAll(() => {
  for (const registry of [FAMILIES, LEARNERS, OBJECTIVES]) vi.doUnmock(registry);
  vi.resetModules();
});

/** The names of toys are none that the type checker knows. */
const toy = (change: Readonly<Record<string, unknown>>) => change as Partial<Settings>;

const LINE = toy({ family: 'line' });
const CHANGES = {
  'the toy family': LINE,
  'the toy learner': toy({ algorithm: 'signGradient', optimiser: 'sgd', beta: 0.01 }),
  both: toy({ family: 'line', algorithm: 'signGradient', optimiser: 'sgd', beta: 0.01 }),
  'the toy family’s oracle': toy({ family: 'line', algorithm: 'oracle' }),
  'the toy family’s multi-task baseline': toy({ family: 'line', algorithm: 'multiTask' }),
} as const;
const NAMES = Object.keys(CHANGES) as (keyof typeof CHANGES)[];

async function settingsOf(change: Partial<Settings>): Promise<Settings> {
  const { DEFAULT_SETTINGS } = await import('#training/settings.ts');
  const architecture = { layerSizes: [1, 12, 1], activation: 'tanh' } as const;
  return { ...DEFAULT_SETTINGS, metaBatch: 4, innerSteps: 3, beta: 0.01, architecture, ...change };
}

const PLAN = { shots: [5], steps: 3, tasks: 20, seed: 1, queryPoints: 20 };
const mean = (losses: Float32Array) => losses.reduce((sum, loss) => sum + loss / losses.length, 0);

describe('the tensor engine', () => {
  test.each(NAMES)('trains %s, adapts it and judges it', { timeout: 60_000 }, async (name) => {
    const settings = await settingsOf(CHANGES[name]);
    const { openLocalEngine } = await import('#cli/host/local-engine.ts');
    const { seededWeights } = await import('#cli/first-weights.ts');
    const { evaluateWeights } = await import('#cli/evaluation.ts');
    const { heldOutTasks } = await import('#training/training-plan.ts');
    const { factsOf } = await import('#training/learner-facts.ts');
    const engine = await openLocalEngine(null, 'tensor', 'cpu');
    const { network } = seededWeights(settings);
    await engine.begin(settings, { network, rates: null }, null);
    const { lossBefore } = await engine.train(50);
    const snapshot = await engine.snapshot();
    // Behind the mean of the finished networks of the multi-task baseline stands the one under way.
    const parameters = snapshot?.parameters.slice(0, network.parameters.length) ?? new Float32Array();

    if (settings.algorithm === 'multiTask') {
      expect(mean(lossBefore.slice(-10))).toBeLessThan(0.5 * mean(lossBefore.slice(0, 10)));
    } else {
      const meanOf = async (of: Float32Array) => {
        const learned = { network: { ...network, parameters: of }, rates: null };
        const judged = { origin: settings.algorithm, learned, settings };
        const { byShots } = await evaluateWeights(engine, judged, PLAN);
        return byShots[0]?.summaries.at(-1)?.mean ?? Infinity;
      };
      expect(await meanOf(parameters)).toBeLessThan(await meanOf(network.parameters));
    }

    const { sees } = factsOf(settings.algorithm);
    const task = heldOutTasks(settings, sees).sample(0, { shots: 5, queryPoints: 20 });
    const { architecture } = network;
    const asked = {
      architecture,
      loss: 'squaredError' as const,
      parameters: [parameters],
      rates: [0.01],
      tasks: [task],
      innerSteps: 3,
    };
    const [trajectory] = await engine.adapt({ ...asked, gridX: task.query.x });
    expect(trajectory?.predictions.map(({ length }) => length)).toEqual([20, 20, 20, 20]);
    expect(trajectory?.series.supportLoss[3]).toBeLessThan(trajectory?.series.supportLoss[0] ?? 0);
  });
});

test('a number that two families have is one entry', async () => {
  const { FAMILIES: families } = await import('#families/families.ts');
  const { KNOBS } = await import('#training/knobs.ts');
  const shared = KNOBS.filter(({ families: of }) => of.length > 1);
  expect(shared.map(({ id }) => id)).toEqual(['noise']);
  for (const { id, setting, families: of } of shared) {
    for (const name of of) expect(families[name].settings).toHaveProperty(id, setting);
  }
});

test.each(NAMES)('what %s needs of memory is known', async (name) => {
  const { misfitOf } = await import('#worker/misfit.ts');
  const settings = await settingsOf(CHANGES[name]);
  const able = (bytes: number) => ({ fused: null, limits: { tensorBytes: bytes, totalBytes: bytes } });
  expect(misfitOf(settings, able(2 ** 30))).toBeNull();
  expect(misfitOf(settings, able(2 ** 10))?.needed).toBeGreaterThan(2 ** 10);
});

describe('its names and numbers travel', () => {
  test.each(NAMES)('through a link, with %s', async (name) => {
    const { decodeLink, encodeLink } = await import('../../src/app/link/codec.ts');
    const { DEFAULT_SHARED } = await import('#store/page/shared-slice.ts');
    const settings = { ...DEFAULT_SHARED.settings, ...CHANGES[name], ...toy({ slopeTo: 2.5 }) };
    const link = encodeLink({ ...DEFAULT_SHARED, settings });
    expect(link).toContain('slopeTo=2.5');
    expect(decodeLink(link)).toMatchObject({ shared: { settings }, mended: [] });
  });

  test('through the flags of a command', async () => {
    const { readFlags, writeFlags } = await import('#cli/flags.ts');
    const { DEFAULT_SETTINGS } = await import('#training/settings.ts');
    const settings = readFlags(DEFAULT_SETTINGS, {
      family: 'line',
      slope: '0,2.5',
      algorithm: 'signGradient',
    });
    expect(settings).toMatchObject({ family: 'line', slopeFrom: 0, slopeTo: 2.5, algorithm: 'signGradient' });
    expect(readFlags(DEFAULT_SETTINGS, { family: 'line' })).toEqual({ ...DEFAULT_SETTINGS, family: 'line' });
    expect(writeFlags({ ...DEFAULT_SETTINGS, ...LINE })).toEqual(['--family', 'line']);
  });

  test.each(NAMES)('through files, with %s', async (name) => {
    const settings = await settingsOf(CHANGES[name]);
    const { seededWeights } = await import('#cli/first-weights.ts');
    const { readWeightsFile, writeWeightsFile } = await import('#formats/weights-file.ts');
    const { architecture: _, ...told } = settings;
    const weights = {
      ...seededWeights(settings),
      details: { origin: settings.algorithm, iteration: 7, settings: told, evaluation: null },
    };
    expect(readWeightsFile(writeWeightsFile(weights))).toMatchObject(weights);
    const { readCheckpoint, writeCheckpoint } = await import('#formats/checkpoint.ts');
    const { learnedSize } = await import('#training/learned.ts');
    const { trainedArchitecture } = await import('#training/trained-architecture.ts');
    const size = learnedSize(settings.algorithm, trainedArchitecture(settings));
    const isMany = settings.algorithm === 'multiTask';
    const snapshot = {
      iteration: 7,
      parameters: new Float32Array(isMany ? 2 * size : size).fill(1),
      firstMoment: new Float32Array(size),
      secondMoment: new Float32Array(size),
    };
    const checkpoint = { settings, snapshot, tasksDigest: null };
    expect(readCheckpoint(writeCheckpoint(checkpoint))).toMatchObject(checkpoint);
  });

  test('but files of the first family name none, as before there was another', async () => {
    const settings = await settingsOf({});
    const { seededWeights } = await import('#cli/first-weights.ts');
    const { writeWeightsFile } = await import('#formats/weights-file.ts');
    const { architecture: _, ...told } = settings;
    const details = { origin: 'maml', iteration: 7, settings: told, evaluation: null } as const;
    const textWith = (family: Partial<Settings>) =>
      new TextDecoder().decode(
        writeWeightsFile({
          ...seededWeights(settings),
          details: { ...details, settings: { ...told, ...family } },
        }),
      );
    expect(textWith({})).not.toContain('family');
    expect(textWith(LINE)).toContain('\\"family\\":\\"line\\"');
  });
});

describe('the page', () => {
  async function openPage() {
    const { openPage: open } = await import('../fakes/fake-client.ts');
    return open();
  }

  test('shows a task of the family that is chosen, and edits it', async () => {
    const { state } = await openPage();
    state().openCurve({ amplitude: 2, phase: 0, frequency: 1 });
    state().changeSettings(LINE);
    const { shownCurveOf } = await import('#store/task/shown-curve.ts');
    const { taskEdits } = state();
    const task = shownCurveOf(state());
    expect(task.curve).toMatchObject({ slope: expect.any(Number), intercept: expect.any(Number) });
    // The curve that was chosen is none of this family.
    expect(taskEdits.curve).toBeNull();
    const [first = 0, last = 0] = [task.truth[0], task.truth.at(-1)];
    expect(task.truth[40]).toBeCloseTo(first + (last - first) / 4, 5);
    state().addPoint(1, 2);
    expect(state().task.support.count).toBe(task.support.count + 1);
    state().setHalfRange('left');
    expect(Math.max(...state().task.support.x.subarray(0, 5))).toBeLessThanOrEqual(0);
  });

  test('opens a line from a link, by the family’s own key', async () => {
    const { state } = await openPage();
    const { decodeLink, encodeLink } = await import('../../src/app/link/codec.ts');
    const { shared, mended } = decodeLink('v=1&family=line&line=0.5:-1');
    expect(mended).toEqual([]);
    state().restore(shared);
    expect(state().task).toMatchObject({ family: 'line', curve: { slope: 0.5, intercept: -1 } });
    expect(encodeLink(shared)).toBe('v=1&family=line&line=0.5:-1');
    // Edits that both families have are those of the link, not of the page before it.
    state().restore(decodeLink('v=1&half=left').shared);
    expect(state()).toMatchObject({ task: { family: 'sinusoid' }, taskEdits: { half: 'left' } });
    state().restore(decodeLink('v=1&family=line&half=left').shared);
    expect(state()).toMatchObject({ task: { family: 'line' }, taskEdits: { half: 'left' } });
  });

  test('asks the networks of an oracle with what they see of a line', async () => {
    const { canBeAsked, inputsSeen, seenTask } = await import('#store/contestants/contestants.ts');
    const { startingContestant } = await import('#store/settings-slice.ts');
    const { shownCurve } = await import('#families/curve/shown-curve.ts');
    const { NO_EDITS } = await import('#families/curve/edits.ts');
    const settings = await settingsOf(CHANGES['the toy family’s oracle']);
    const oracle = startingContestant(settings);
    const task = shownCurve(settings, 0, NO_EDITS);
    expect(layerWidths(oracle.network.architecture)).toEqual([4, 12, 1]);
    expect(inputsSeen(oracle, task, Float32Array.of(2))).toHaveLength(4);
    expect(seenTask(oracle, task).support.x).toHaveLength(4 * settings.shots);
    expect(canBeAsked(oracle, task)).toBe(true);
    // An oracle of the other family sees other numbers.
    const other = startingContestant({ ...settings, family: 'sinusoid' });
    expect(canBeAsked(other, task)).toBe(false);
  });

  test('asks no network about tasks of a family that does not fit it, neither in an evaluation nor for the largest α', async () => {
    const { comparedContestants } = await import('#store/compare/comparison-work.ts');
    const { stableAlphaOf } = await import('#store/task/stability-slice.ts');
    const { initialiseNetwork } = await import('#models/initialisation.ts');
    const { state, client } = await openPage();
    const wide = { layerSizes: [2, 3, 1], activation: 'tanh' } as const;
    const { random } = state().contestants;
    if (random === undefined) throw new Error('Expected a contestant, found none.');
    state().putContestant({ ...random, id: 'imported', network: initialiseNetwork(wide, 'glorot', 1) });
    const ids = comparedContestants(state()).map(({ id }) => id);
    expect(ids).toContain('random');
    expect(ids).not.toContain('imported');
    const before = client().asked.adapt.length;
    await state().findLargestStableAlpha();
    const asked = client().asked.adapt.slice(before);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ architecture }) => layerWidths(architecture).length === 3)).toEqual([]);
    expect(stableAlphaOf(state())).not.toBeUndefined();
  });

  test('has the numbers of the chosen family in the rail, and no error map where it has none', async () => {
    const { shownKnobs } = await import('../../src/features/settings/sections.ts');
    const idsOf = (settings: Settings) =>
      [false, true].flatMap((isFolded) => shownKnobs('task', isFolded, settings).map(({ id }): string => id));
    const [first, second] = [await settingsOf({}), await settingsOf(LINE)];
    expect(idsOf(first)).toEqual(expect.arrayContaining(['amplitude', 'noise', 'queryPoints']));
    expect(idsOf(first)).not.toContain('slope');
    expect(idsOf(second)).toEqual(expect.arrayContaining(['slope', 'intercept', 'noise', 'queryPoints']));
    expect(idsOf(second)).not.toContain('amplitude');
    const { state, client } = await openPage();
    state().changeSettings(LINE);
    await state().drawErrorMap();
    expect(client().asked.cellErrors).toEqual([]);
  });
});

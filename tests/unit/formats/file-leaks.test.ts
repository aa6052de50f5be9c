/** No file, table or text that leaves the page holds a number that is not finite, and none that comes in is let through. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { worstSquaredError } from '#families/losses/squared-error.ts';
import { divergedAt, summariseSteps } from '#training/metrics.ts';
import { checkNumber, NUMBER_SETTING_IDS } from '#training/settings.ts';
import { summariesCsv, lossesCsv } from '#formats/comparison-csv.ts';
import { readWeights } from '#formats/read-weights.ts';
import { WEIGHT_FORMATS, writeCheckpointAs, writeWeights } from '#formats/weight-formats.ts';
import { standingsOf, storyOf } from '#features/task-plot/story.ts';
import { tensorChanges } from '#features/inside/changes.ts';
import { formatBriefly, formatExactly, formatNumber } from '#ui/format.ts';
import { checkpointLike, weightsLike } from '../../fakes/weight-examples.ts';
import { LEAK, wildLoss, wildNumber, wildVector } from '../../fakes/wild-numbers.ts';

/** What a work throws, or `null`. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}

const notFinite = fc.constantFrom(Number.NaN, Infinity, -Infinity);

describe.each(WEIGHT_FORMATS)('%s', (format) => {
  test('is written of finite weights only, wherever another number stands', () => {
    fc.assert(
      fc.property(fc.nat(), wildNumber, fc.boolean(), (at, value, isRate) => {
        const weights = weightsLike(
          { layerSizes: [1, 3, 1], activation: 'relu' },
          isRate ? 'metaSgd' : 'maml',
        );
        const vector = isRate && weights.rates !== null ? weights.rates : weights.network.parameters;
        vector[at % vector.length] = value;
        const error = thrownBy(() => writeWeights(weights, format));
        if (Number.isFinite(value)) expect(error).toBeNull();
        else expect(error).toMatchObject({ code: 'diverged' });
      }),
    );
  });
});

test('a checkpoint is written of finite vectors only', () => {
  const vectors = fc.constantFrom('parameters', 'firstMoment', 'secondMoment');
  fc.assert(
    fc.property(vectors, fc.nat(), notFinite, (name, at, value) => {
      const checkpoint = checkpointLike();
      const vector = checkpoint.snapshot[name];
      vector[at % vector.length] = value;
      expect(thrownBy(() => writeCheckpointAs(checkpoint, 'safetensors'))).toMatchObject({
        code: 'diverged',
      });
    }),
  );
});

test('weights that hold anything else are refused with the tensor and the place', () => {
  const bytes = writeWeights(weightsLike({ layerSizes: [1, 3, 1], activation: 'relu' }), 'safetensors');
  const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const count = (bytes.length - header) / 4;
  fc.assert(
    fc.property(fc.nat(count - 1), notFinite, (at, value) => {
      const damaged = bytes.slice();
      new DataView(damaged.buffer).setFloat32(header + 4 * at, value, true);
      const error = thrownBy(() => readWeights(damaged));
      if (!(error instanceof PlaygroundError)) throw new Error(`Expected a refusal, found ${String(error)}.`);
      expect(error.message).toMatch(/“\d\.(?:weight|bias)”.*(?:NaN|Infinity) at position \d+/);
    }),
  );
});

test('a table of results leaves out what is no number', () => {
  const steps = 4;
  const curve = { amplitude: 1, phase: 0, frequency: 1 };
  fc.assert(
    fc.property(wildVector(3 * steps, wildLoss), (losses) => {
      const summaries = summariseSteps(losses, steps, 100);
      const results = [{ name: 'live', iteration: 1, withoutAlpha: false, losses, summaries }];
      const circumstances = {
        family: 'sinusoid',
        shots: 5,
        alpha: 0.01,
        seed: 1,
        innerOptimiser: 'momentum',
        innerMomentum: 0.9,
      } as const;
      expect(summariesCsv(results, 3, circumstances)).not.toMatch(LEAK);
      expect(lossesCsv(results, [curve, curve, curve], circumstances)).not.toMatch(LEAK);
    }),
  );
});

test('a number is text, or none that would leak', () => {
  fc.assert(
    fc.property(wildNumber, (value) => {
      for (const format of [formatNumber, formatBriefly, formatExactly]) {
        expect(format(value) ?? '∞').not.toMatch(LEAK);
      }
    }),
  );
});

test('no setting is anything but a finite number, wherever it comes from', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NUMBER_SETTING_IDS), notFinite, (id, value) => {
      expect(thrownBy(() => checkNumber(id, value))).toMatchObject({ code: 'setting-out-of-range' });
    }),
  );
});

test('what the caption tells is of finite numbers, or that something blew up', () => {
  const contestant = { id: 'live', ...weightsLike({ layerSizes: [1, 2, 1], activation: 'relu' }) } as const;
  const threshold = worstSquaredError(5);
  const vectors = fc.tuple(wildVector(6, wildLoss), wildVector(6, wildLoss));
  fc.assert(
    fc.property(vectors, fc.nat(5), ([supportLoss, queryLoss], step) => {
      const none = new Float32Array(6);
      const predictions = Array.from({ length: 6 }, () => new Float32Array(3));
      const trajectory = {
        series: { supportLoss, queryLoss, gradientNorm: none, distanceMoved: none },
        predictions,
        adapted: none,
      };
      const standings = standingsOf([contestant], { live: trajectory }, step, threshold);
      const { kind } = storyOf(standings, step);
      const isBroken = [...supportLoss, ...queryLoss].some(
        (loss, at) => at % 6 > 0 && !Number.isFinite(loss),
      );
      if (isBroken) expect(kind).toBe('blewUp');
      expect(kind === 'blewUp').toBe(divergedAt(trajectory.series, threshold) !== null);
    }),
  );
});

test('where an adaptation moved is told in shares that add up, or not at all', () => {
  const architecture = { layerSizes: [1, 2, 1], activation: 'relu' } as const;
  const { parameters } = weightsLike(architecture).network;
  fc.assert(
    fc.property(wildVector(parameters.length), (after) => {
      const shares = tensorChanges(architecture, parameters, after).map(({ share }) => share);
      const isFinite = after.every(Number.isFinite);
      if (!isFinite) expect(shares.every((share) => share === null)).toBe(true);
      else expect(shares.reduce((sum: number, share) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
    }),
  );
});

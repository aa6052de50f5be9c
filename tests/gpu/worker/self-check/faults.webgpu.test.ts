/** The self-check finds a fused engine of which a single sign is wrong, whichever kernel it stands in. */
import { afterEach, expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import { type SelfCheck, selfChecks } from '#training/self-check.ts';
import { makeCheck } from '#worker/self-check/make-check.ts';
import { createTrainer } from '#worker/trainer.ts';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createPipelines, type Pipelines } from '#fused/webgpu/pipelines.ts';
import { CLASS_CASES, ORACLE_CASES } from '../../../oracle.ts';
import { chosen, EVERY_REPEAT } from '../../../repeats.ts';
import { fusedEngineUnderTest } from '../../fused-engine.ts';

/** So small because each fault has a kernel to compile. */
const TILE = { rows: 1, columns: 2, invocations: 8 };
const fused = fusedEngineUnderTest(() => TILE);
// One network is enough to find them all, and every kernel of another would have to be compiled for each fault.
const CHECKS = selfChecks(ORACLE_CASES.filter(({ name }) => name.startsWith('tanh')));

interface Fault {
  readonly kernel: 'task' | 'outer step' | 'sampling';
  readonly right: string;
  readonly wrong: string;
}

const FAULTS: readonly Fault[] = [
  { kernel: 'task', right: '[predicted + i] - memory[y + i])', wrong: '[predicted + i] + memory[y + i])' },
  {
    kernel: 'task',
    right: 'memory[deltas + offset] = sum * s;',
    wrong: 'memory[deltas + offset] = -sum * s;',
  },
  { kernel: 'task', right: '* memory[source] - rate * sum;', wrong: '* memory[source] + rate * sum;' },
  { kernel: 'task', right: '(-2.0 * a * s)', wrong: '(2.0 * a * s)' },
  { kernel: 'task', right: 'memory[direction + index] -= rate', wrong: 'memory[direction + index] += rate' },
  { kernel: 'task', right: '= parameter - stride', wrong: '= parameter + stride' },
  { kernel: 'task', right: '- memory[gradient + i] * v;', wrong: '+ memory[gradient + i] * v;' },
  { kernel: 'task', right: 'memory[residual + i] - stride', wrong: 'memory[residual + i] + stride' },
  { kernel: 'task', right: 'memory[left + i] - memory', wrong: 'memory[left + i] + memory' },
  { kernel: 'outer step', right: 'memory[parameter] -= select', wrong: 'memory[parameter] += select' },
  { kernel: 'outer step', right: '* memory[first] + ', wrong: '* memory[first] - ' },
  { kernel: 'outer step', right: 'clamp(mean, -part.clip', wrong: 'clamp(mean, part.clip' },
  { kernel: 'outer step', right: 'sum += vec2', wrong: 'sum -= vec2' },
  { kernel: 'sampling', right: 'curve.z * x - curve.y', wrong: 'curve.z * x + curve.y' },
  { kernel: 'sampling', right: 'y += sampling.noise', wrong: 'y -= sampling.noise' },
  { kernel: 'sampling', right: 'x = sampling.xFrom + ', wrong: 'x = sampling.xFrom - ' },
];

/** Of what only context parameters need. */
const CONTEXT_CHECKS = selfChecks(ORACLE_CASES.filter(({ adapts }) => adapts === 'byContext')).filter(
  ({ kind }) => kind !== 'training',
);
const CONTEXT_FAULTS: readonly Fault[] = [
  { kernel: 'task', right: 'contextCount, -detailRate,', wrong: 'contextCount, detailRate,' },
  { kernel: 'task', right: '- rate * slope;', wrong: '+ rate * slope;' },
];

/** The page's self-check has no classes to tell apart yet; these stand for the checks that it will have. */
const CLASS_CHECKS = selfChecks(CLASS_CASES.filter(({ name }) => name.startsWith('conv-layernorm'))).filter(
  ({ kind }) => kind === 'metaGradient',
);
const CLASS_FAULTS: readonly Fault[] = [
  // Losses.
  { kernel: 'task', right: '/ raised - memory[y + i])', wrong: '/ raised + memory[y + i])' },
  { kernel: 'task', right: '(memory[changed + i] - mean)', wrong: '(memory[changed + i] + mean)' },
  // Patches.
  { kernel: 'task', right: 'let isInside = isRow && ', wrong: 'let isInside = ' },
  { kernel: 'task', right: 'memory[folded + (place', wrong: '-memory[folded + (place' },
  { kernel: 'task', right: 'let offset = firstPicture *', wrong: 'let offset = 0u *' },
  // Normalisation, sweep by sweep.
  { kernel: 'task', right: 'let away = memory[units + at] - mean;', wrong: 'let away = memory[units + at];' },
  { kernel: 'task', right: '- memory[even + at] * along);', wrong: '+ memory[even + at] * along);' },
  { kernel: 'task', right: '- mean - value * along);', wrong: '- value * along);' },
  { kernel: 'task', right: '* rest - shrinking *', wrong: '* rest + shrinking *' },
  { kernel: 'task', right: '- memory[even + at] * changedAlong;', wrong: ';' },
];

let restore = (): void => undefined;
afterEach(() => restore());

const KERNEL_OF = { task: 'task', 'outer step': 'outerStep', sampling: 'sampling' } as const;

/** An engine whose kernel is compiled with the fault in it; the others are sound, and compiled once for all faults. */
function faultyEngine({ kernel, right, wrong }: Fault): { engine: FusedEngine; replaced: () => number } {
  const { device, pipelines } = fused();
  const create = device.createShaderModule.bind(device);
  let replaced = 0;
  const createWrong: GPUDevice['createShaderModule'] = ({ label, code, ...others }) => {
    const isMeant = label?.endsWith(kernel) === true && code.includes(right);
    if (isMeant) replaced += 1;
    return create({ ...others, label: label ?? '', code: isMeant ? code.replaceAll(right, wrong) : code });
  };
  Object.defineProperty(device, 'createShaderModule', { value: createWrong, configurable: true });
  restore = () => Reflect.deleteProperty(device, 'createShaderModule');
  const own: Pipelines = createPipelines(device);
  const wrongly = { ...pipelines, [KERNEL_OF[kernel]]: own[KERNEL_OF[kernel]] };
  const engine = createFusedEngine(gpuMachine({ device, pipelines: wrongly, tileFor: () => TILE }));
  return { engine, replaced: () => replaced };
}

/** What fails of `checks`; up to the first failure, or all in `npm run test:all`. */
async function failuresOf(engine: FusedEngine, checks: readonly SelfCheck[]): Promise<string[]> {
  const failures: string[] = [];
  for (const check of checks) {
    const result = await makeCheck({ ...engine, ...createTrainer(engine) }, check);
    if (!result.passed) failures.push(`${check.kind}: ${english(result.found)}`);
    if (!result.passed && !EVERY_REPEAT) break;
  }
  engine.dispose();
  return failures;
}

// Each has a kernel to compile; every second one is of every kernel.
test.each(chosen(FAULTS, (_, index) => index % 2 === 0))('“$wrong” in the $kernel kernel', async (fault) => {
  const { engine, replaced } = faultyEngine(fault);
  // Only training uses the other two kernels, and its checks come last.
  const failures = await failuresOf(engine, fault.kernel === 'task' ? CHECKS : CHECKS.toReversed());
  expect(replaced()).toBeGreaterThan(0);
  expect(failures).not.toEqual([]);
});

test.each(CONTEXT_FAULTS)('of context parameters, “$wrong”', async (fault) => {
  const { engine, replaced } = faultyEngine(fault);
  const failures = await failuresOf(engine, CONTEXT_CHECKS);
  expect(replaced()).toBeGreaterThan(0);
  expect(failures).not.toEqual([]);
});

// As many seconds each as a quick test may take, so one in five.
test.each(chosen(CLASS_FAULTS, (_, index) => index % 5 === 4))('of classes, “$wrong”', async (fault) => {
  const { engine, replaced } = faultyEngine(fault);
  const failures = await failuresOf(engine, CLASS_CHECKS);
  expect(replaced()).toBeGreaterThan(0);
  expect(failures).not.toEqual([]);
});

test('nothing is found where nothing is wrong', async () => {
  const { engine } = faultyEngine({ kernel: 'sampling', right: 'no such code', wrong: '' });
  expect(await failuresOf(engine, CHECKS)).toEqual([]);
});

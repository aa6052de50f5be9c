/** One seed, trained on every engine and backend, stays one run: within the tolerances that docs/architecture.md states. */
import { expect, inject, test } from 'vitest';
import simdKernels from 'virtual:simd-kernels';
import type { TensorBackendName } from '#core/backend.ts';
import type { MetaEngine, TrainingPlan } from '#training/meta-engine.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { gpuMachine } from '#fused/webgpu/machine.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend, openDevice } from '#tensor/backend.ts';
import { relativeError } from '../compare.ts';
import { chosen } from '../repeats.ts';
import { pipelinesOf } from './fused-engine.ts';
import { PLAN, snapshotOf, startOf, TILE } from './small-run.ts';
import { WEBGPU_ALGORITHMS } from '../fused-algorithms.ts';

const STEPS = 100;
const TOLERANCES = { loss: 1e-3, weights: 1e-3 };

interface Trained {
  readonly losses: readonly number[];
  /** By how much the weights have moved. */
  readonly moved: Float32Array;
}

async function train(engine: MetaEngine, plan: TrainingPlan): Promise<Trained> {
  const start = startOf(plan.architecture);
  engine.begin(plan, start);
  const { lossBefore, lossAfter } = await engine.metaTrain(STEPS);
  const { parameters } = await snapshotOf(engine);
  engine.dispose();
  const moved = start.network.parameters.map((value, index) => (parameters[index] ?? Number.NaN) - value);
  return { losses: [...lossBefore, ...lossAfter], moved };
}

async function trainOn(backend: TensorBackendName, plan: TrainingPlan): Promise<Trained> {
  expect((await openBackend(backend)).backend).toBe(backend);
  return train(createTensorEngine(), plan);
}

async function trainFused(plan: TrainingPlan): Promise<Trained> {
  await openBackend('webgpu');
  const device = openDevice();
  if (device === null) throw new Error('Expected WebGPU.');
  return train(
    createFusedEngine(gpuMachine({ device, pipelines: pipelinesOf(device), tileFor: () => TILE })),
    plan,
  );
}

async function trainOnSimd(plan: TrainingPlan): Promise<Trained> {
  const module = await WebAssembly.compileStreaming(fetch(simdKernels));
  return train(createFusedEngine(simdMachine(module)), plan);
}

function expectSameRun(name: string, { losses, moved }: Trained, expected: Trained): void {
  const errors = losses.map((loss, index) => Math.abs(loss / (expected.losses[index] ?? Number.NaN) - 1));
  expect(Math.max(...errors), `${name}, losses`).toBeLessThan(TOLERANCES.loss);
  expect(relativeError(moved, expected.moved), `${name}, weights`).toBeLessThan(TOLERANCES.weights);
}

const RUNS: readonly { readonly name: string; readonly plan: TrainingPlan }[] = [
  {
    name: 'MAML with the paper’s network',
    plan: { ...PLAN, architecture: PAPER_ARCHITECTURE, counts: { shots: 5, queryPoints: 5 }, metaBatch: 5 },
  },
  { name: 'Meta-SGD, tanh, three inner steps', plan: { ...PLAN, algorithm: 'metaSgd', innerSteps: 3 } },
];

test.each(chosen(RUNS, ({ plan }) => plan.algorithm === 'metaSgd'))(
  '$name: 100 meta-steps on WebGPU (fused and tensor), WebGL and the CPU',
  async ({ plan }) => {
    expect(inject('backend')).toBe('webgpu');
    const expected = await trainOn('cpu', plan);
    const found = {
      webgl: await trainOn('webgl', plan),
      webgpu: await trainOn('webgpu', plan),
      fused: await trainFused(plan),
    };
    for (const [name, trained] of Object.entries(found)) expectSameRun(name, trained, expected);
  },
);

test.each(WEBGPU_ALGORITHMS)(
  '%s: 100 meta-steps of the fused engine on WebGPU and on SIMD units',
  async (algorithm) => {
    const plan = { ...PLAN, algorithm, innerSteps: 2, proximal: { lambda: 20, conjugateGradientSteps: 5 } };
    expectSameRun('SIMD', await trainOnSimd(plan), await trainFused(plan));
  },
);

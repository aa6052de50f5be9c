/** The self-check passes every engine of a sound backend, and finds an operation of TensorFlow.js that is wrong. */
import { getBackend, getKernel, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs';
import { afterEach, describe, expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import { checksOn, selfChecks } from '#training/self-check.ts';
import { makeCheck } from '#worker/self-check/make-check.ts';
import { createTrainer } from '#worker/trainer.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { ORACLE_CASES } from '../../../oracle.ts';
import { chosen, EVERY_REPEAT } from '../../../repeats.ts';
import { enginesUnderTest } from '../../engines.ts';
import { casesHere } from '../../twins.ts';

const ENGINES = enginesUnderTest();
// oracle.test.ts asks every case; here one network has all checks, that of the training checks, for which kernels compile anyway.
const ORACLES = chosen(ORACLE_CASES, ({ name }) => name.startsWith('tanh'));

// What WebGL has to compile for the others takes it half a minute; oracle.test.ts and backends-agree.webgpu.test.ts have it there.
const CHECKS = casesHere(selfChecks(ORACLES), ({ kind }) => kind === 'adaptation');

describe.each(ENGINES)('the $name', ({ name, engineOf }) => {
  const made = name === 'fused engine' ? checksOn('webgpu', 'fused', CHECKS) : CHECKS;
  test.each(made)('passes $kind, $name', async (check) => {
    const engine = engineOf();
    expect(await makeCheck({ ...engine, ...createTrainer(engine) }, check)).toMatchObject({ passed: true });
  });
});

describe('an operation with the wrong sign', () => {
  let restore = (): void => undefined;
  afterEach(() => restore());

  function negate(name: string): void {
    const backend = getBackend();
    const [right, negative] = [getKernel(name, backend), getKernel('Neg', backend)];
    unregisterKernel(name, backend);
    registerKernel({
      ...right,
      kernelFunc: (call) => {
        const found = right.kernelFunc(call);
        const x: TensorInfo | undefined = Array.isArray(found) ? found[0] : found;
        if (x === undefined) throw new Error(`Expected an output of ${name}.`);
        return negative.kernelFunc({ inputs: { x }, attrs: {}, backend: call.backend });
      },
    });
    restore = () => {
      unregisterKernel(name, backend);
      registerKernel(right);
    };
  }

  test.each(['Tanh', 'Sum', 'Sub', 'Sqrt'])('is found: %s', async (name) => {
    const checks = selfChecks(ORACLE_CASES.filter((oracle) => oracle.name.startsWith('tanh')));
    const engine = createTensorEngine();
    negate(name);
    const failures: string[] = [];
    for (const check of checks) {
      const { passed, found } = await makeCheck({ ...engine, ...createTrainer(engine) }, check);
      if (!passed) failures.push(english(found));
      if (!passed && !EVERY_REPEAT) break;
    }
    engine.dispose();
    expect(failures).not.toEqual([]);
  });
});

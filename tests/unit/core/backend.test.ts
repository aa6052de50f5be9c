/** The query string may name a backend. */
import { describe, expect, test } from 'vitest';
import {
  BACKENDS,
  backendsInOrder,
  EmulatedAdapter,
  isBackendName,
  isNoGpu,
  isPassedOver,
  openFirst,
  requestedBackend,
  standInsFor,
  withMeasured,
  totalBytesOf,
} from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { english } from '#core/saying.ts';
import { refusalOf } from '../../fakes/refusal.ts';

describe('the backend asked for in a query string', () => {
  test.each(['', '?', '?seed=3', '?Backend=webgl'])('is none in “%s”', (query) => {
    expect(requestedBackend(query)).toBeNull();
  });

  test.each(BACKENDS)('can be %s', (backend) => {
    expect(requestedBackend(`?seed=3&backend=${backend}`)).toBe(backend);
  });

  test.each(['', 'cuda', 'WebGPU', 'webgpu,cpu'])(
    'is refused if it is “%s”, saying what was expected',
    (value) => {
      const { code, message, hint } = refusalOf(() => requestedBackend(`?backend=${value}`));
      expect(code).toBe('backend-unknown');
      expect(message).toBe(`Expected ?backend= to be one of webgpu, webgl, wasm, cpu, found “${value}”.`);
      expect(hint).not.toBe('');
    },
  );

  test('is quoted only in part where it is long', () => {
    const { message } = refusalOf(() => requestedBackend(`?backend=${'x'.repeat(5000)}`));
    expect(message.length).toBeLessThan(200);
  });
});

test('backends are tried from the one that is wanted, and those that were lost too often last', () => {
  expect(backendsInOrder({ backend: null })).toEqual(BACKENDS);
  expect(backendsInOrder({ backend: 'cpu' })).toEqual(['cpu', 'webgpu', 'webgl', 'wasm']);
  const afterLoss = { wish: null, avoided: ['webgpu'] } as const;
  expect(backendsInOrder({ backend: 'webgl', afterLoss })).toEqual(['webgl', 'wasm', 'cpu', 'webgpu']);
});

test('a backend that failed the self-check is passed over unless the visitor named it, or it is the last', () => {
  const failed = ['tensor'] as const;
  const verdicts = { 'webgl, A': failed, 'cpu, A': failed, 'webgpu, A': ['fused'] } as const;
  const at = (backend: (typeof BACKENDS)[number]) => ({ backend, adapter: 'A' });
  expect(isPassedOver(at('webgl'), { backend: null }, verdicts)).toBe(true);
  expect(isPassedOver(at('webgl'), { backend: 'webgl' }, verdicts)).toBe(false);
  const afterLoss = { wish: null, avoided: [] };
  expect(isPassedOver(at('webgl'), { backend: 'webgl', afterLoss }, verdicts)).toBe(true);
  expect(isPassedOver(at('webgpu'), { backend: null }, verdicts)).toBe(false);
  expect(isPassedOver(at('cpu'), { backend: null }, verdicts)).toBe(false);
});

test('an adapter that software emulates is no GPU unless the visitor named its backend', () => {
  const emulated = { backend: 'webgpu', emulated: true } as const;
  expect(isNoGpu(emulated, { backend: null })).toBe(true);
  expect(isNoGpu(emulated, { backend: 'webgpu' })).toBe(false);
  expect(isNoGpu({ ...emulated, emulated: false }, { backend: null })).toBe(false);
  // The page named it, after a loss.
  const afterLoss = { wish: 'webgl', avoided: ['webgl'] } as const;
  expect(isNoGpu(emulated, { backend: 'webgpu', afterLoss })).toBe(true);
});

describe('emulated backends stand in for plain JavaScript', () => {
  const reason = 'a reason';
  const emulated = { backend: 'webgpu', reason, isEmulated: true } as const;
  const broken = { backend: 'webgl', reason } as const;
  const unlessAsked = (choice: Parameters<typeof standInsFor>[1]) => standInsFor('cpu', choice, [emulated]);

  test('and nothing else, unless it was asked for', () => {
    expect(unlessAsked({ backend: null })).toEqual(['webgpu', 'webgl']);
    expect(standInsFor('wasm', { backend: null }, [emulated])).toEqual([]);
    expect(unlessAsked({ backend: 'cpu' })).toEqual([]);
  });

  test('if they start and were not lost again and again', () => {
    expect(standInsFor('cpu', { backend: null }, [emulated, broken])).toEqual(['webgpu']);
    const afterLoss = { wish: null, avoided: ['webgpu'] } as const;
    expect(unlessAsked({ backend: 'cpu', afterLoss })).toEqual(['webgl']);
  });
});

test('what was measured to be the fastest is wished for where the visitor wishes nothing', () => {
  expect(withMeasured({ backend: null }, 'webgl')).toEqual({ backend: 'webgl' });
  expect(withMeasured({ backend: 'cpu' }, 'webgl')).toEqual({ backend: 'cpu' });
  expect(withMeasured({ backend: null }, null)).toEqual({ backend: null });
  const afterLoss = { wish: null, avoided: [] };
  expect(withMeasured({ backend: 'webgpu', afterLoss }, 'webgpu')).toEqual({
    backend: 'webgpu',
    afterLoss: { wish: 'webgpu', avoided: [] },
  });
});

describe('of backends in their order', () => {
  const none = new PlaygroundError('backend-unavailable', 'there is none');

  test('the first that opens is taken, and what those before it said is kept', async () => {
    const asked: string[] = [];
    const { opened, refused } = await openFirst(BACKENDS, async (backend) => {
      asked.push(backend);
      if (backend === 'webgpu') throw new EmulatedAdapter('SwiftShader');
      if (backend === 'webgl') throw none;
      return `${backend} is open`;
    });
    expect(opened).toBe('wasm is open');
    expect(asked).toEqual(['webgpu', 'webgl', 'wasm']);
    expect(refused.map(({ reason, ...refusal }) => ({ ...refusal, reason: english(reason) }))).toEqual([
      {
        backend: 'webgpu',
        isEmulated: true,
        reason: 'software emulates its adapter (SwiftShader), so it is no graphics card',
      },
      { backend: 'webgl', reason: 'there is none' },
    ]);
  });

  test('none that opens is an error with everything that was said', async () => {
    await expect(openFirst(['webgl', 'cpu'], () => Promise.reject(none))).rejects.toThrow(
      'Expected one of webgl, cpu to start; webgl: there is none; cpu: there is none.',
    );
  });
});

test('only the names of backends are names of backends', () => {
  expect(BACKENDS.every(isBackendName)).toBe(true);
  expect(['jax', '', null, undefined, 0, ['cpu']].some(isBackendName)).toBe(false);
});

test('memory is a share of what the machine tells, or of a usual one', () => {
  expect(totalBytesOf(8)).toBe(2 ** 31);
  expect(totalBytesOf(0.5)).toBe(2 ** 27);
  for (const untold of [undefined, null, 0, 'much']) expect(totalBytesOf(untold)).toBe(2 ** 30);
});

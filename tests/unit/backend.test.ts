/** The query string may name a backend. */
import { describe, expect, test } from 'vitest';
import { BACKENDS, isBackendName, requestedBackend } from '#core/backend.ts';
import { refusalOf } from './refusal.ts';

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
      expect(message).toBe(`Expected ?backend= to be one of webgpu, webgl, cpu, found “${value}”.`);
      expect(hint).not.toBe('');
    },
  );

  test('is quoted only in part where it is long', () => {
    const { message } = refusalOf(() => requestedBackend(`?backend=${'x'.repeat(5000)}`));
    expect(message.length).toBeLessThan(200);
  });
});

test('only the names of backends are names of backends', () => {
  expect(BACKENDS.every(isBackendName)).toBe(true);
  expect(['wasm', '', null, undefined, 0, ['cpu']].some(isBackendName)).toBe(false);
});

/** The page with curves by formula: it is chosen and left again, and texts that came before the parser are mended once it is here. */
import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  // Modules of their own, in which no parser is loaded.
  vi.resetModules();
});

async function openPage() {
  const { openPage: open } = await import('../../../fakes/fake-client.ts');
  return open();
}

test('the family brings its settings along; its task comes with the parser', async () => {
  const { state, client } = await openPage();
  const { settled } = await import('../../../fakes/promises.ts');
  state().chooseFamily('formula');
  expect(state().settings).toMatchObject({ family: 'formula', shots: 10, iterations: 5000 });
  expect(state().task).toMatchObject({ isBlank: true });
  await state().completeTask();
  await settled();
  expect(state().task).toMatchObject({ isBlank: false, family: 'formula', support: { count: 10 } });
  expect(client().asked.adapt.at(-1)?.task.support.x).toEqual(state().task.support.x);
  const { task } = state();
  state().changeSettings({ formula: 'a*x;a=1..2' });
  expect(state().settings.formula).toBe('a*x; a=1..2');
  expect(state().task.support.y).not.toEqual(task.support.y);
  state().chooseFamily('sinusoid');
  expect(state().settings).toMatchObject({ shots: 5, iterations: 70_000 });
  state().chooseFamily('formula');
  expect(state().settings.formula).toBe('a*x; a=1..2');
});

test('an unsound formula is refused, and what was in force stays', async () => {
  const { state } = await openPage();
  state().chooseFamily('formula');
  await state().completeTask();
  const { settings, task } = state();
  expect(() => state().changeSettings({ formula: 'a*sn(x)' })).toThrow('found “sn”');
  expect(() => state().changeSettings({ formula: 'a/x' })).toThrow('finite');
  expect(state().settings).toBe(settings);
  expect(state().task).toBe(task);
});

test.each([
  ['a*x;a=1..2', 'a*x; a=1..2', 0],
  ['a*sn(x)', 'a*sin(x + b) + c*sin(2*x + d); a=0.5..3; b=0..3.14; c=0.5..2; d=0..3.14', 1],
])('“%s” from a link that was read before the parser is then %s', async (text, kept, notices) => {
  const { state } = await openPage();
  const { decodeLink } = await import('../../../../src/app/link/codec.ts');
  const { shared } = decodeLink(`v=1&family=formula&formula=${encodeURIComponent(text)}`);
  expect(shared.settings.formula).toBe(text);
  state().restore(shared);
  await state().completeTask();
  expect(state().settings.formula).toBe(kept);
  expect(state().task).toMatchObject({ isBlank: false });
  expect(state().notices).toHaveLength(notices);
});

test('a curve of a link comes with its formula', async () => {
  const { state } = await openPage();
  const { decodeLink, encodeLink } = await import('../../../../src/app/link/codec.ts');
  const link = 'v=1&family=formula&formula=a*x%20%2B%20b%3B%20a%3D1..2%3B%20b%3D0..1&letters=1.5:0.25';
  const { shared, mended } = decodeLink(link);
  expect(mended).toEqual([]);
  state().restore(shared);
  await state().completeTask();
  expect(state().task).toMatchObject({ curve: { expression: 'a*x + b', letters: [1.5, 0.25] } });
  expect(encodeLink(shared)).toBe(link);
});

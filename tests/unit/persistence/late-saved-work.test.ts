/** The part of the page that saves work is fetched when it is needed: a failure is told, and is not for ever. */
import { expect, test, vi } from 'vitest';
import { lateSavedWork } from '#persistence/late-saved-work.ts';

const fetched = vi.hoisted(() => ({ isOffline: true }));
vi.mock('#persistence/saved-work.ts', () => {
  if (fetched.isOffline) throw new Error('Failed to fetch');
  return { browserSavedWork: () => ({ sessions: async () => ({ sessions: [], damaged: [] }) }) };
});

test('what could not be fetched is told as refused storage, and fetched the next time', async () => {
  const work = lateSavedWork({ hold: async () => null });
  await expect(work.sessions()).rejects.toMatchObject({ code: 'storage-unavailable' });
  fetched.isOffline = false;
  expect(await work.sessions()).toEqual({ sessions: [], damaged: [] });
});

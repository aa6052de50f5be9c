/** The address, its history and a tour: whatever the tour shows, they stay the visitor's. */
import { afterEach, expect, test, vi } from 'vitest';
import { showScene } from '#features/learn/scene.ts';
import { tourSteps } from '#features/learn/tours.ts';
import { withoutTour } from '#store/page/learn-slice.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import { sharedOf } from '#store/page/shared-slice.ts';
import { FIRST_PANEL } from '#store/page/view-slice.ts';
import { followAddress } from '../../../../src/app/link/address.ts';
import { decodeLink } from '../../../../src/app/link/codec.ts';
import { fakeWindow } from '../../../fakes/fake-browser.ts';
import { openPage } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

async function openInWindow(tab = fakeWindow()) {
  const page = await openPage();
  followAddress(page.store);
  return { ...page, tab, shared: () => sharedOf(page.state()) };
}

/** A visitor with settings and a task of their own, in a panel of their own. */
async function openVisitors() {
  const page = await openInWindow();
  const { state, tab } = page;
  state().setNumber('shots', 7);
  state().setNumber('alpha', 0.02);
  state().addPoint(1, 2);
  state().showStep(4);
  state().showPanel('weights');
  tab.hide();
  return { ...page, before: page.shared(), href: tab.href() };
}

/** Begins the tour, and shows its first scene and one that the visitor has turned. */
async function lead(store: PlaygroundStore) {
  const state = () => store.getState();
  await state().startTour('shift');
  const [{ scene }] = tourSteps('shift');
  if (scene === undefined) throw new Error('Expected a scene.');
  await showScene(store, scene);
  state().setNumber('alpha', 0.5);
  state().newTask();
}

afterEach(() => vi.unstubAllGlobals());

test('a reload in a tour opens what the visitor had', async () => {
  const { store, state, tab, shared, before, href } = await openVisitors();
  expect(decodeLink(new URL(href).hash).shared).toEqual(before);
  await lead(store);
  expect(shared()).not.toEqual(before);
  expect(sharedOf(withoutTour(state()))).toEqual(before);
  tab.reload();
  expect(tab.href()).toBe(href);
  const again = await openInWindow(tab);
  expect(again.shared()).toEqual(before);
  // What is done then is the place's, as ever.
  again.state().setNumber('alpha', 0.03);
  tab.hide();
  expect(tab.href()).toBe(href.replace('alpha=0.02', 'alpha=0.03'));
});

test('going back in a tour leaves it and nothing else; going forward is no scene', async () => {
  const { store, state, tab, shared, before, href } = await openVisitors();
  const { at } = tab.place();
  const { taskPast } = state();
  await lead(store);
  tab.go(-1);
  expect(state().tour).toBeNull();
  expect([shared(), tab.href(), tab.place().at]).toEqual([before, href, at]);
  expect(state().taskPast).toEqual(taskPast);
  await settled();
  tab.go(1);
  tab.hide();
  expect([shared(), tab.href(), state().tour]).toEqual([before, href, null]);
});

test('going further back than the tour’s beginning opens that place', async () => {
  const { store, state, tab } = await openVisitors();
  await lead(store);
  tab.go(-2);
  expect(state().tour).toBeNull();
  expect(state().panel).toBe(FIRST_PANEL);
  expect(state().settings.shots).toBe(7);
});

test('a tour that is left otherwise leaves no entry to go back over', async () => {
  const { store, state, tab, shared, before, href } = await openVisitors();
  const { at } = tab.place();
  for (let visit = 0; visit < 3; visit += 1) {
    await lead(store);
    expect(tab.place().at).toBe(at + 1);
    await state().leaveTour();
    // Before the browser has gone back.
    state().setTheme('dark');
    tab.settle();
    state().setTheme('system');
    tab.hide();
    expect([shared(), tab.href(), tab.place().at]).toEqual([before, href, at]);
  }
});

test('a tour that begins while the last one’s entry is being left has its own', async () => {
  const { store, state, tab, before, shared, href } = await openVisitors();
  const { at } = tab.place();
  await lead(store);
  await state().leaveTour();
  await lead(store);
  tab.settle();
  tab.go(-1);
  expect([state().tour, shared(), tab.href(), tab.place().at]).toEqual([null, before, href, at]);
});

test('what is kept of a tour is a place after the one before it', async () => {
  const { store, state, tab, shared, before, href } = await openVisitors();
  await lead(store);
  await state().leaveTour('keep');
  const kept = shared();
  expect(kept.settings.alpha).toBe(0.5);
  expect(decodeLink(new URL(tab.href()).hash).shared).toEqual(kept);
  tab.go(-1);
  expect([shared(), tab.href()]).toEqual([before, href]);
  tab.go(1);
  expect(shared()).toEqual(kept);
});

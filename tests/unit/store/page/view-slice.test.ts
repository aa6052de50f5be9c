/** The projector puts away what a hall needs least, and brings back what it put away. */
import { beforeEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createViewSlice, type ViewSlice } from '#store/page/view-slice.ts';

const openStore = () =>
  createStore<ViewSlice>()((set, get) => createViewSlice({ get, set: (part) => set(part) }));
let state: () => ViewSlice;

beforeEach(() => {
  state = openStore().getState;
});

test('the panels go with the projector and come back without it', () => {
  state().present('projector');
  expect(state().hiddenRegions).toEqual(['settings', 'results', 'numbers']);
  state().present('page');
  expect(state().hiddenRegions).toEqual([]);
});

test('what the visitor had put away stays away', () => {
  state().toggleRegion('numbers');
  state().present('projector');
  state().toggleRegion('results');
  expect(state().hiddenRegions).toEqual(['settings', 'numbers']);
  state().present('page');
  expect(state().hiddenRegions).toEqual(['numbers']);
});

test('from a link to a projector, everything comes back', () => {
  const store = openStore();
  store.setState({ presentation: 'projector', hiddenRegions: ['settings'] });
  store.getState().present('page');
  expect(store.getState().hiddenRegions).toEqual([]);
});

test('a panel comes to the centre even if it was put away, and a projector keeps what is in the centre', () => {
  state().toggleRegion('results');
  state().showAtCentre('panel');
  expect(state()).toMatchObject({ centre: 'panel', hiddenRegions: [] });
  state().present('projector');
  expect(state().hiddenRegions).toEqual(['settings', 'numbers']);
  state().present('page');
  expect(state()).toMatchObject({ centre: 'panel', hiddenRegions: [] });
});

test('a projector that goes back from a panel to the plot puts the panel away until it is a page again', () => {
  state().present('projector');
  state().showAtCentre('panel');
  state().showAtCentre('plot');
  expect(state()).toMatchObject({ centre: 'plot', hiddenRegions: ['settings', 'results', 'numbers'] });
  state().present('page');
  expect(state().hiddenRegions).toEqual([]);
});

test('a projector that has the plot in the centre and is asked for it leaves the panels as they are', () => {
  state().present('projector');
  state().toggleRegion('results');
  state().showAtCentre('plot');
  expect(state().hiddenRegions).toEqual(['settings', 'numbers']);
});

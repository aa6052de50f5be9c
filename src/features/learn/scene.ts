/** Setting the page up for a step of a tour. */
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { NO_DRAWINGS } from '#families/pictures/drawn-cells.ts';
import { CONTESTANT_IDS } from '#store/contestants/contestants.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import type { Scene } from './tour.ts';

/** Makes the page show a scene; weights that are not here yet are fetched. */
export async function showScene(store: PlaygroundStore, scene: Scene): Promise<void> {
  const { changeSettings, choosePictures, setTaskEdits, setDrawings } = store.getState();
  // A training of the tour ends where its text says.
  void store.getState().setErrorGoal(null);
  const { stopPlaying, showPanel, showAtCentre, hideContestant, showContestant } = store.getState();
  stopPlaying();
  changeSettings({ ...DEFAULT_SETTINGS, ...scene.settings });
  setTaskEdits(scene.edits ?? NO_EDITS, scene.taskIndex ?? 0);
  // The texts speak of the family's own pictures, as they are.
  choosePictures(null);
  store.getState().judgeAlone(scene.isAlone ?? false);
  if (store.getState().drawings.length > 0) setDrawings(NO_DRAWINGS);
  // Before the panel, which has the tour's card: a projector that goes back to the plot puts panels away.
  showAtCentre(scene.centre ?? (scene.gauge === undefined && scene.inside === undefined ? 'plot' : 'panel'));
  showPanel(scene.panel);
  const { showInside, lookInto, setGauge } = store.getState();
  const view = scene.gauge === undefined ? scene.inside : 'gauge';
  if (view !== undefined) {
    showInside(view);
    lookInto(scene.lookInto ?? 'maml');
  }
  if (scene.gauge !== undefined) setGauge({ against: 'firstOrder', ...scene.gauge });
  for (const id of CONTESTANT_IDS) if (!scene.shown.includes(id)) hideContestant(id);
  const coming = scene.shown.map(showContestant);
  const { showStep, play } = store.getState();
  showStep(scene.step === 'play' ? 0 : scene.step);
  if (scene.step === 'play') play();
  await Promise.all(coming);
}

/** Resolves when the page can compute; at once if it can already. */
export async function engineReady(store: PlaygroundStore): Promise<void> {
  const isReady = () => store.getState().engine.kind === 'ready';
  if (isReady()) return;
  await new Promise<void>((resolve) => {
    const stop = store.subscribe(() => {
      if (!isReady()) return;
      stop();
      resolve();
    });
  });
}

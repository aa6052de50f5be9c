/** What only the panels say in English, and the list of all actions: loaded with the first of them. */
import actions from './actions.json';
import background from './background.json';
import captionNotes from './caption-notes.json';
import characters from './characters.json';
import compare from './compare.json';
import contestantMenu from './contestant-menu.json';
import curves from './curves.json';
import drawing from './drawing.json';
import duel from './duel.json';
import engineNotices from './engine-notices.json';
import errorMap from './error-map.json';
import formula from './formula.json';
import hints from './hints.json';
import holdOut from './hold-out.json';
import inside from './inside.json';
import learn from './learn.json';
import loops from './loops.json';
import memory from './memory.json';
import outside from './outside.json';
import published from './published.json';
import runs from './runs.json';
import savedPlot from './saved-plot.json';
import engine from './engine.json';
import smallerAlpha from './smaller-alpha.json';
import standing from './standing.json';
import stepNotes from './step-notes.json';
import train from './train.json';
import weights from './weights.json';

export default {
  ...actions,
  ...background,
  ...captionNotes,
  ...characters,
  ...compare,
  ...contestantMenu,
  ...curves,
  ...drawing,
  ...duel,
  ...engineNotices,
  ...errorMap,
  ...formula,
  ...hints,
  ...holdOut,
  ...inside,
  ...learn,
  ...loops,
  ...memory,
  ...outside,
  ...published,
  ...runs,
  ...savedPlot,
  ...engine,
  ...smallerAlpha,
  ...standing,
  ...stepNotes,
  ...train,
  ...weights,
};

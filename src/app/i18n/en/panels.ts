/** What only the panels say in English, and the list of all actions: loaded with the first of them. */
import actions from './actions.json';
import background from './background.json';
import characters from './characters.json';
import compare from './compare.json';
import drawing from './drawing.json';
import duel from './duel.json';
import errorMap from './error-map.json';
import hints from './hints.json';
import inside from './inside.json';
import learn from './learn.json';
import memory from './memory.json';
import menus from './menus.json';
import published from './published.json';
import runs from './runs.json';
import engine from './engine.json';
import train from './train.json';
import weights from './weights.json';

export default {
  ...actions,
  ...background,
  ...characters,
  ...compare,
  ...drawing,
  ...duel,
  ...errorMap,
  ...hints,
  ...inside,
  ...learn,
  ...memory,
  ...menus,
  ...published,
  ...runs,
  ...engine,
  ...train,
  ...weights,
};

/** What the page says in English from the first view on; `panels.ts` has the rest. */
import contestants from './contestants.json';
import offline from './offline.json';
import page from './page.json';
import plot from './plot.json';
import settings from './settings.json';

export default {
  ...contestants,
  ...offline,
  ...page,
  ...plot,
  ...settings,
};

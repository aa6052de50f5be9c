/** Whatever a visitor does, the page stays sound: the short version of `npm run soak -- --only sessions`. */
import { runSession } from '../../scripts/soak/sessions/session.ts';
import { expect, nowAndThen, test } from './playground.ts';

const ACTS = Array.from({ length: 20 }, (_, index) => index + 1);

for (const [index, seed] of [1001, 1002, 1003].entries()) {
  test(`visitor ${seed} finds no fault`, index === 0 ? {} : nowAndThen, async ({ browser, baseURL }) => {
    const { faults, did } = await runSession(browser, `${baseURL}/`, { seed, acts: ACTS });
    expect(faults, did.join('\n')).toEqual([]);
    expect(did.length).toBeGreaterThan(0);
  });
}

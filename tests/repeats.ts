/** How often tests repeat themselves: `npm test` proves each behaviour, `npm run test:all` proves it again and again. */

/** Whether this is `npm run test:all`. */
export const EVERY_REPEAT = import.meta.env['VITE_EVERY_REPEAT'] === '1';

/** Rounds of a loop, or cases of a property: few where they would prove no more, all in `npm run test:all`. */
export function rounds(few: number, all: number): number {
  return EVERY_REPEAT ? all : few;
}

/** The cases of a table that prove something of their own; in `npm run test:all` every one. */
export function chosen<Case>(
  cases: readonly Case[],
  isChosen: (candidate: Case, index: number) => boolean,
): readonly Case[] {
  return EVERY_REPEAT ? cases : cases.filter(isChosen);
}

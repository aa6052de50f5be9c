/** Runs that are kept without a name. */
export const MOST_RUNS = 30;

/** So many go for the sake of one that the browser has no room for; if that is not enough, none. */
export const MOST_GIVING_WAY = 2;

/** Runs that are kept without a name. */
export const MOST_RUNS = 30;

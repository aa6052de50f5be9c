/** Runs that are kept without a name. */
export const MOST_RUNS = 30;

/** So many go for the sake of one that the browser has no room for; if that is not enough, none. */
export const MOST_GIVING_WAY = 2;

/** Of a zip of pictures; a link has room for so much of a name. */
export const LONGEST_NOTE = 400;
export const LONGEST_NAME = 80;

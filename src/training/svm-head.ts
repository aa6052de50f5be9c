/** The numbers of a support vector machine's head that are nobody's to set; `meta/svm.ts` has the mathematics. */

/** C, what slack costs: MetaOptNet's (arXiv:1904.03758, section 4.1), whose authors found it to matter little. */
export const SLACK_PRICE = 0.1;

/** ρ of the alternating directions is this share of the mean diagonal of M, with which 100 points of 20 classes converge as fast as 5. */
export const PENALTY_SHARE = 0.5;

/** And how far each of their steps goes beyond its own end. */
export const RELAXATION = 1.6;

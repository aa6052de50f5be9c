/** What a general claim of the page is, and what was found of it. */
import type { Lab } from './lab.ts';

export interface Finding {
  /** The figures, in words. */
  readonly figure: string;
  /** Whether they bear the claim out. */
  readonly holds: boolean;
}

export interface Claim {
  /** Texts that make it, as `file:path` below `src/app/i18n/en` and `zh`. */
  readonly texts: readonly string[];
  /** The claim in plain words. */
  readonly says: string;
  readonly measure: (lab: Lab) => Promise<Finding>;
}

/** What a soak is: something that the page must bear for long, or often, and what it came to. */
import type { Findings } from '../report.ts';

export interface Outcome {
  readonly findings: Findings;
  /** What went against its bar, in words; none: it passed. */
  readonly faults: readonly string[];
}

export interface Soak {
  /** Whole numbers that its command line takes, with those that stand for none. */
  readonly options: Readonly<Record<string, number>>;
  readonly run: (wishes: Readonly<Record<string, number>>) => Promise<Outcome>;
}

/** A soak whose wishes are known by name. */
export function soak<Option extends string>(
  options: Readonly<Record<Option, number>>,
  run: (wishes: Readonly<Record<Option, number>>) => Promise<Outcome>,
): Soak {
  return { options, run: (wishes) => run({ ...options, ...wishes }) };
}

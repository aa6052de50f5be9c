/** `--prior`, in the place of weights. */
import { Option } from 'commander';
import { badInput } from '#formats/bad-input.ts';
import type { FamilyName } from '#families/family-of.ts';
import { answersFor, PRIOR_NAMES, type PriorName } from '#training/priors.ts';

/** `argument` is one name or several. */
export function priorOption(argument: string): Option {
  return new Option(`--prior ${argument}`, 'who answers without weights').choices(PRIOR_NAMES);
}

/** @throws PlaygroundError unless the prior has an answer for the family's tasks. */
export function expectAnswers(prior: PriorName, of: { readonly family: FamilyName }): void {
  if (!answersFor(prior, of)) throw badInput('--prior', 'a prior for such tasks', prior);
}

/** `--prior`, in the place of weights. */
import { Option } from 'commander';
import { badInput } from '#formats/bad-input.ts';
import { FAMILY_NAMES, type FamilyName, FIRST_FAMILY } from '#families/family-of.ts';
import { answersFor, PRIOR_NAMES, type PriorName } from '#training/priors.ts';

/** `argument` is one name or several. */
export function priorOption(argument: string): Option {
  return new Option(`--prior ${argument}`, 'who answers without weights').choices(PRIOR_NAMES);
}

/** @throws PlaygroundError unless the prior has an answer for the family's tasks. */
export function expectAnswers(prior: PriorName, of: { readonly family: FamilyName }): void {
  if (!answersFor(prior, of)) throw badInput('--prior', 'a prior for such tasks', prior);
}

/** The family on whose tasks a prior is judged: the first that it has an answer for. */
export function familyFor(prior: PriorName): FamilyName {
  return FAMILY_NAMES.find((family) => answersFor(prior, { family })) ?? FIRST_FAMILY;
}

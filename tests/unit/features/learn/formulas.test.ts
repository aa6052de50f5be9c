/** Formulas: each algorithm minimises what its own meta-step descends. */
import { expect, test } from 'vitest';
import { english, translated } from '#core/saying.ts';
import { learnsRates, TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { innerUpdateOf, META_GRADIENTS, OBJECTIVES } from '../../../../src/features/learn/formulas.ts';
import zh from '../../../../src/app/i18n/zh/sentences.json';

test('the query error after adaptation is MAML’s objective, and no other’s that minimises something else', () => {
  for (const algorithm of ['maml', 'fomaml', 'anil'] as const) {
    expect(OBJECTIVES[algorithm]).toEqual(OBJECTIVES.maml);
  }
  const others = TRAINING_ALGORITHMS.filter((algorithm) => !['maml', 'fomaml', 'anil'].includes(algorithm));
  const texs = others.map((algorithm) => OBJECTIVES[algorithm].tex);
  expect(new Set([...texs, OBJECTIVES.maml.tex]).size).toBe(others.length + 1);
  expect(english(OBJECTIVES.pretrained.label)).not.toContain('L_Q');
  expect(english(OBJECTIVES.reptile.label)).not.toContain('L_Q');
});

test('the inner update is that of the weights: of all, with their own rates, of the head, of each step, of the context, in one go by each rule, by points, or none', () => {
  const updates = TRAINING_ALGORITHMS.map((name) => [name, innerUpdateOf(name, learnsRates(name))] as const);
  const kinds = updates.map(([name, { kind }]) => [name, kind]);
  expect(Object.fromEntries(kinds)).toEqual({
    maml: 'descent',
    fomaml: 'descent',
    anil: 'head',
    metaSgd: 'ownRates',
    reptile: 'descent',
    multiStepLoss: 'descent',
    mamlPlusPlus: 'stepRates',
    imaml: 'descent',
    ridgeHead: 'closedForm',
    r2d2: 'scaledRidge',
    metaOptNet: 'svm',
    cavia: 'context',
    cnp: 'pointSeen',
    snail: 'pointSeen',
    metaNet: 'pointSeen',
    pretrained: 'descent',
    multiTask: 'descent',
    oracle: 'none',
  });
  expect(new Set(updates.map(([, { label }]) => label)).size).toBe(10);
  for (const origin of ['random', 'elsewhere'] as const)
    expect(innerUpdateOf(origin, false).kind).toBe('descent');
  expect(innerUpdateOf('maml', false, 'momentum').kind).toBe('momentum');
  expect(innerUpdateOf('anil', false, 'adam').kind).toBe('headAdam');
  for (const own of ['cavia', 'mamlPlusPlus', 'ridgeHead', 'cnp', 'oracle'] as const)
    expect(innerUpdateOf(own, false, 'adam')).toEqual(innerUpdateOf(own, false));
  // learn2learn's MetaSGD brings its rates along.
  expect(innerUpdateOf('elsewhere', true).kind).toBe('ownRates');
});

test.each(TRAINING_ALGORITHMS)(
  'of %s, a screen reader hears words and the source in Chinese',
  (algorithm) => {
    const { label } = META_GRADIENTS[algorithm];
    const { reference } = LEARNERS[algorithm];
    const chinese = [translated(OBJECTIVES[algorithm].label, zh), translated(reference, zh)];
    if (typeof label !== 'string') chinese.push(translated(label, zh));
    for (const text of chinese) expect(text).toMatch(/\p{Script=Han}/u);
    expect(translated(reference, zh)).toMatch(
      / (?:等|和 Yu) \d{4}，arXiv:\d{4}\.\d{5}，(第 [\d.]+ 节|式 \(1\)|算法 2|引理 1|表 2)$/u,
    );
  },
);

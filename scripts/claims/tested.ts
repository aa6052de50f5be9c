/** General claims that no figure over tasks can bear out: a test does. */

export interface TestedClaim {
  readonly texts: readonly string[];
  readonly says: string;
  /** What holds it, as a path. */
  readonly test: string;
}

export const TESTED: readonly TestedClaim[] = [
  {
    texts: ['engine:engine.emulatedText', 'engine:engine.cpuChosen', 'engine:engine.cpuText'],
    says: 'Every backend computes the same up to rounding, an emulated one and JavaScript too.',
    test: 'tests/gpu/oracle.test.ts',
  },
  {
    texts: [
      'engine:check.proves.metaGradient',
      'engine:check.proves.adaptation',
      'engine:check.proves.slope',
      'engine:check.proves.training',
    ],
    says: 'The self-check compares with PyTorch, with differences and with arithmetic of the processor, and finds planted faults.',
    test: 'tests/unit/fused/wasm/faults.test.ts',
  },
  {
    texts: ['engine-notices:engineNotice.recovered', 'engine-notices:engineNotice.moved'],
    says: 'A lost engine costs a run at most a second, or the meta-step under way: its state is told twice a second, and between meta-steps.',
    test: 'tests/unit/worker/session.test.ts',
  },
  {
    texts: [
      'glossary:metaGradient.text',
      'tours:secondOrder.chain.text',
      'tours:identity.formula.text',
      'inside:inside.gauge.lead',
    ],
    says: 'For one inner step the meta-gradient is (I − αH)∇L_Q(θ′), with a factor for each step.',
    test: 'tests/unit/reference/float64-maml.test.ts',
  },
  {
    texts: ['inside:inside.gauge.says.repeated', 'inside:inside.gauge.says.unadapted'],
    says: 'A loop that repeats one gradient has the meta-gradient of one step n times as long; at θ it is that of no step.',
    test: 'tests/unit/training/second-order.test.ts',
  },
  {
    texts: ['learn:learn.toursLead'],
    says: 'What the visitor has comes back after a tour.',
    test: 'tests/unit/features/learn/tours.test.ts',
  },
  {
    texts: ['train:train.trying', 'train:train.held_other', 'train:train.inVain', 'train:train.nothingHolds'],
    says: 'Nothing is offered to a diverged run that a trial has not shown to hold for as long as is said.',
    test: 'tests/unit/store/training/remedies-slice.test.ts',
  },
  {
    texts: ['published:published.rule', 'compare:compare.spoilt.diverged', 'compare:compare.spoilt.spread'],
    says: 'A verdict gets harder with spread, and claims nothing where a task has diverged.',
    test: 'tests/unit/cli/reproduction/reproduction.test.ts',
  },
  {
    texts: [
      'weights:weights.formatText.safetensors',
      'weights:weights.formatText.npz',
      'weights:weights.formatText.onnx',
      'weights:weights.formatText.tfjs',
      'weights:weights.formatText.json',
    ],
    says: 'What is exported opens where it is said to.',
    test: 'scripts/test-interop.mjs',
  },
];

/** The glossary's entries: symbol, formula, value now, and where on the page it is met. Names and texts are in glossary.json. */
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { english, said, type Words } from '#core/saying.ts';
import { formatBriefly, formatSetting } from '#ui/format.ts';
import type { NumberSettingId } from '#training/settings.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { NarrowTab } from '#store/page/view-slice.ts';

/** A part of the page: its `data-tour`, and the tab that has it on a phone. */
export interface Place {
  readonly anchor: string;
  readonly tab: NarrowTab | null;
}

export interface GlossaryEntry {
  readonly tex?: string;
  /** The formula in plain characters and words. */
  readonly label?: Words;
  readonly value?: (state: PlaygroundState) => string | null;
  readonly place?: Place;
}

const PLOT: Place = { anchor: 'plot', tab: null };
const NUMBERS: Place = { anchor: 'contestants', tab: 'numbers' };
const TRAIN: Place = { anchor: 'train', tab: 'train' };
const EVALUATION: Place = { anchor: 'evaluation', tab: 'compare' };
const setting = (anchor: string): Place => ({ anchor, tab: 'settings' });

/** A number of the settings. */
function number(id: NumberSettingId, tex: string, label: string): GlossaryEntry {
  return { tex, label, value: ({ settings }) => formatSetting(settings[id]), place: setting(id) };
}

/** Of the task on screen. */
function ofCurve(id: 'amplitude' | 'phase' | 'frequency', tex: string, label: string): GlossaryEntry {
  return {
    tex,
    label,
    value: ({ task }) => {
      const curve = sinusoidOf(task);
      return curve === null ? null : formatBriefly(curve[id]);
    },
    place: setting(id),
  };
}

export const GLOSSARY = {
  task: {
    tex: String.raw`y = A\sin(\omega x - \varphi)`,
    label: 'y = A sin(ωx − φ)',
    place: PLOT,
  },
  support: { value: ({ task }) => String(task.support.count), place: PLOT },
  query: {
    value: ({ task }) => (task.knowledge === 'unknown' ? null : String(task.query.count)),
    place: PLOT,
  },
  shots: number('shots', 'K', 'K'),
  queryPoints: number('queryPoints', 'Q', 'Q'),
  amplitude: ofCurve('amplitude', 'A', 'A'),
  phase: ofCurve('phase', String.raw`\varphi`, 'φ'),
  frequency: ofCurve('frequency', String.raw`\omega`, 'ω'),
  noise: number('noise', String.raw`\sigma`, 'σ'),
  seed: { value: ({ settings }) => String(settings.seed) },
  theta: { tex: String.raw`\theta`, label: 'θ', place: NUMBERS },
  thetaPrime: {
    tex: String.raw`\theta' = \theta - \alpha\,\nabla L_S(\theta)`,
    label: 'θ′ = θ − α∇L_S(θ)',
    place: PLOT,
  },
  initialisation: { place: NUMBERS },
  adaptation: { place: { anchor: 'transport', tab: null } },
  innerLoop: {
    tex: String.raw`\theta_{k+1} = \theta_k - \alpha\,\nabla L_S(\theta_k)`,
    label: 'θ_{k+1} = θ_k − α∇L_S(θ_k)',
    place: { anchor: 'transport', tab: null },
  },
  outerLoop: {
    tex: String.raw`\min_\theta \tfrac{1}{T}\sum_\tau L_Q^\tau(\theta_n^\tau)`,
    label: said`min over θ of the mean over T tasks of L_Q(θ_n)`,
    place: TRAIN,
  },
  alpha: number('alpha', String.raw`\alpha`, 'α'),
  innerSteps: number('innerSteps', 'n', 'n'),
  innerBatch: number('innerBatch', 'b', 'b'),
  beta: number('beta', String.raw`\beta`, 'β'),
  metaBatch: number('metaBatch', 'T', 'T'),
  iterations: number('iterations', 'N', 'N'),
  metaStep: {
    tex: String.raw`\theta \leftarrow \theta - \beta\,\nabla_\theta \tfrac{1}{T}\sum_\tau L_Q^\tau(\theta_n^\tau)`,
    label: said`θ ← θ − β · mean meta-gradient`,
    value: ({ run }) => (run === null ? null : String(run.iteration)),
    place: TRAIN,
  },
  mse: {
    tex: String.raw`L = \tfrac{1}{K}\sum_{i=1}^{K}\big(f_\theta(x_i) - y_i\big)^2`,
    label: said`L = mean of (f(x) − y)²`,
    place: NUMBERS,
  },
  gradient: { tex: String.raw`\nabla L`, label: '∇L', place: NUMBERS },
  moved: { tex: String.raw`\left|\theta_k - \theta_0\right|`, label: '|θ_k − θ₀|', place: NUMBERS },
  hessian: { tex: String.raw`H = \nabla^2 L_S(\theta)`, label: 'H = ∇²L_S(θ)' },
  metaGradient: {
    tex: String.raw`(I - \alpha H)\,\nabla L_Q(\theta')`,
    label: '(I − αH)∇L_Q(θ′)',
  },
  secondOrder: { tex: String.raw`-\alpha H\,\nabla L_Q(\theta')`, label: '−αH∇L_Q(θ′)' },
  maml: { place: NUMBERS },
  fomaml: { tex: String.raw`\nabla L_Q(\theta')`, label: '∇L_Q(θ′)', place: NUMBERS },
  anil: { place: NUMBERS },
  metaSgd: {
    tex: String.raw`\theta' = \theta - \alpha \circ \nabla L_S(\theta)`,
    label: 'θ′ = θ − α∘∇L_S(θ)',
    place: NUMBERS,
  },
  reptile: {
    tex: String.raw`\theta \leftarrow \theta + \beta\,(\theta_n - \theta)`,
    label: 'θ ← θ + β(θ_n − θ)',
    place: NUMBERS,
  },
  multiStepLoss: {
    tex: String.raw`\textstyle\sum_{k=1}^{n} w_k\,L_Q(\theta_k)`,
    label: 'Σ w_k L_Q(θ_k)',
    place: NUMBERS,
  },
  mamlPlusPlus: {
    tex: String.raw`\theta^{l}_{k+1} = \theta^{l}_k - \alpha_{k,l}\,\nabla_l L_S(\theta_k)`,
    label: 'θˡ_{k+1} = θˡ_k − α_{k,l}∇_l L_S(θ_k)',
    place: NUMBERS,
  },
  imaml: {
    tex: String.raw`\big(I + \tfrac{1}{\lambda}H\big)^{-1}\,\nabla L_Q(\phi)`,
    label: '(I + H/λ)⁻¹∇L_Q(φ)',
    place: NUMBERS,
  },
  gaussianProcess: {
    tex: String.raw`k(x, x') = s^2\, e^{-(x - x')^2 / 2\ell^2}`,
    label: 'k(x, x′) = s² exp(−(x − x′)²/2ℓ²)',
    place: NUMBERS,
  },
  posterior: {
    tex: String.raw`p(\tau \mid S) \propto p(S \mid \tau)\, p(\tau)`,
    label: 'p(τ | S) ∝ p(S | τ) p(τ)',
    place: NUMBERS,
  },
  ridgeHead: {
    tex: String.raw`w = w_0 + F^\top\big(FF^\top + \lambda I\big)^{-1}(Y - Fw_0)`,
    label: 'w = w₀ + Fᵀ(FFᵀ + λI)⁻¹(Y − Fw₀)',
    place: NUMBERS,
  },
  r2d2: {
    tex: String.raw`w = w_0 + F^\top\big(FF^\top + \lambda I\big)^{-1}(sY - Fw_0)`,
    label: 'w = w₀ + Fᵀ(FFᵀ + λI)⁻¹(sY − Fw₀)',
    place: NUMBERS,
  },
  metaOptNet: {
    tex: String.raw`w = w_0 + F^\top A,\quad A \le sCY,\ A\mathbf 1 = 0`,
    label: 'w = w₀ + FᵀA, A ≤ sCY, A1 = 0',
    place: NUMBERS,
  },
  cavia: {
    tex: String.raw`c_{k+1} = c_k - \alpha\,\nabla_c L_S(c_k, \theta),\quad c_0 = 0`,
    label: 'c_{k+1} = c_k − α∇_c L_S(c_k, θ), c₀ = 0',
    place: NUMBERS,
  },
  context: { tex: 'c', label: 'c', value: ({ settings }) => String(settings.contextParameters) },
  cnp: {
    tex: String.raw`g\Big(x,\ \tfrac{1}{K}\textstyle\sum_{i=1}^{K} h(x_i, y_i)\Big)`,
    label: 'g(x, mean of h(xᵢ, yᵢ))',
    place: NUMBERS,
  },
  snail: {
    tex: String.raw`f\big((x_1,y_1),\dots,(x_K,y_K),\,x\big)`,
    label: 'f((x₁, y₁), …, (x_K, y_K), x)',
    place: NUMBERS,
  },
  metaNet: {
    tex: String.raw`b\Big(W,\ \textstyle\sum_{i=1}^{K} a_i(x)\, m(\nabla_i),\ x\Big)`,
    label: 'b(W, Σᵢ aᵢ(x) m(∇ᵢ), x)',
    place: NUMBERS,
  },
  lambda: number('lambda', String.raw`\lambda`, 'λ'),
  conjugateGradients: { value: ({ settings }) => String(settings.conjugateGradientSteps) },
  random: { place: NUMBERS },
  pretrained: { place: NUMBERS },
  multiTask: { place: NUMBERS },
  oracle: { place: NUMBERS },
  adam: {},
  sgd: {},
  innerOptimiser: {},
  clip: number('clip', 'c', 'c'),
  annealing: {},
  glorot: {},
  heldOut: { place: EVALUATION },
  ci95: {
    tex: String.raw`1.96 \cdot s / \sqrt{N}`,
    label: '1.96 · s / √N',
    place: EVALUATION,
  },
  median: { place: EVALUATION },
  diverged: { place: NUMBERS },
  checkpoint: { place: TRAIN },
} as const satisfies Record<string, GlossaryEntry>;

export type TermId = keyof typeof GLOSSARY;
export const TERM_IDS = Object.keys(GLOSSARY) as TermId[];

/** What the glossary's file says of a term. */
export interface TermTexts {
  readonly name: string;
  readonly text: string;
  /** What the papers call it. */
  readonly paper?: string;
}

/** The terms that have every word of the question in name, text or symbol, those in the name first. */
export function findTerms(question: string, texts: Readonly<Record<string, TermTexts>>): TermId[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const nameOf = (id: TermId) => `${texts[id]?.name ?? ''} ${labelOf(id)}`;
  const found = TERM_IDS.filter((id) =>
    has(`${nameOf(id)} ${texts[id]?.text ?? ''} ${texts[id]?.paper ?? ''}`),
  );
  return found.toSorted((a, b) => Number(has(nameOf(b))) - Number(has(nameOf(a))));
}

function labelOf(id: TermId): string {
  const entry: GlossaryEntry = GLOSSARY[id];
  return english(entry.label ?? '');
}

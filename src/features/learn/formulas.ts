/** The formulas of every algorithm, each as its paper has it. Parts that stand for a number carry `data-symbol`. */
import { said, type Words } from '#core/saying.ts';
import type { InnerOptimiserName } from '#training/inner-optimiser.ts';
import { takesOptimiser } from '#training/learned.ts';
import {
  factsOf,
  learnsStepRates,
  type TrainingAlgorithm,
  type WeightsOrigin,
} from '#training/learner-facts.ts';
import type { TermId } from './glossary.ts';

/** A symbol in a formula that can be pointed at. */
export function symbol(id: TermId, tex: string): string {
  return String.raw`\htmlData{symbol=${id}}{${tex}}`;
}

const alpha = symbol('alpha', String.raw`\alpha`);
const beta = symbol('beta', String.raw`\beta`);
const theta = symbol('theta', String.raw`\theta`);
const n = symbol('innerSteps', 'n');
const batch = symbol('metaBatch', 'T');
const hessian = symbol('hessian', 'H');
const query = (at: string) => `${symbol('mse', 'L_Q')}(${at})`;
const slope = (at: string) => String.raw`\nabla ${query(at)}`;

export interface WordedFormula {
  readonly tex: string;
  /** The formula in plain characters and words, for screen readers. */
  readonly label: Words;
}

const MOMENTUM = symbol('innerOptimiser', String.raw`\mu`);
const SUPPORT_SLOPE = symbol('gradient', String.raw`\nabla L_S(\theta_k)`);

/** θ, or the part of it that alone moves. */
function moving(part: '' | 'head') {
  return part === ''
    ? { theta: String.raw`\theta`, slope: SUPPORT_SLOPE, of: '' }
    : {
        theta: String.raw`\theta^{\text{head}}`,
        slope: String.raw`\nabla_{\text{head}} L_S(\theta_k)`,
        of: '(head)',
      };
}

/** A step by momentum, as `training/inner-optimiser.ts` has it. */
function momentumStep(part: '' | 'head'): WordedFormula {
  const { theta: moved, slope: down, of } = moving(part);
  return {
    tex: String.raw`m_{k+1} = ${MOMENTUM} m_k + ${down},\quad ${moved}_{k+1} = ${moved}_k - ${alpha}\,m_{k+1}`,
    label: `m_{k+1} = μm_k + ∇L_S(θ_k)${of}, θ_{k+1}${of} = θ_k${of} − αm_{k+1}`,
  };
}

/** A step by Adam, as it stands there. */
function adamStep(part: '' | 'head'): WordedFormula {
  const { theta: moved, slope: down, of } = moving(part);
  return {
    tex: String.raw`${moved}_{k+1} = ${moved}_k - ${alpha}\,\frac{\hat m_{k+1}}{\sqrt{\hat v_{k+1} + \epsilon}},\quad \hat m, \hat v\ \text{of}\ ${down}`,
    label: said`θ_{k+1}${of} = θ_k${of} − αm̂_{k+1}/√(v̂_{k+1} + ε), m̂ and v̂ being the running means of ∇L_S(θ_k)${of} and of its square`,
  };
}

/** How weights of each kind adapt on the plot; iMAML's pull towards θ is of its training. */
const INNER_UPDATES = {
  descent: {
    tex: String.raw`\theta_{k+1} = \theta_k - ${alpha}\,${SUPPORT_SLOPE}`,
    label: 'θ_{k+1} = θ_k − α∇L_S(θ_k)',
  },
  ownRates: {
    tex: String.raw`\theta_{k+1} = \theta_k - ${alpha}\circ ${SUPPORT_SLOPE}`,
    label: 'θ_{k+1} = θ_k − α∘∇L_S(θ_k)',
  },
  head: {
    tex: String.raw`\theta^{\text{head}}_{k+1} = \theta^{\text{head}}_k - ${alpha}\,\nabla_{\text{head}} L_S(\theta_k)`,
    label: 'θ_{k+1}(head) = θ_k(head) − α∇L_S(θ_k)(head)',
  },
  momentum: momentumStep(''),
  adam: adamStep(''),
  headMomentum: momentumStep('head'),
  headAdam: adamStep('head'),
  stepRates: {
    tex: String.raw`\theta^{l}_{k+1} = \theta^{l}_k - ${alpha}_{k,l}\,\nabla_l L_S(\theta_k)`,
    label: said`θ_{k+1} = θ_k − α_{k,l}∇L_S(θ_k) in each layer l`,
  },
  context: {
    tex: String.raw`c_{k+1} = c_k - ${alpha}\,\nabla_c L_S(c_k, \theta),\quad c_0 = 0`,
    label: 'c_{k+1} = c_k − α∇_c L_S(c_k, θ), c₀ = 0',
  },
  closedForm: {
    tex: String.raw`w = w_0 + F^\top\big(FF^\top + \lambda I\big)^{-1}(Y - Fw_0)`,
    label: 'w = w₀ + Fᵀ(FFᵀ + λI)⁻¹(Y − Fw₀)',
  },
  scaledRidge: {
    tex: String.raw`w = w_0 + F^\top\big(FF^\top + \lambda I\big)^{-1}(sY - Fw_0)`,
    label: 'w = w₀ + Fᵀ(FFᵀ + λI)⁻¹(sY − Fw₀)',
  },
  svm: {
    tex: String.raw`\begin{gathered} w = w_0 + F^\top A,\quad A \le sCY,\quad A\mathbf 1 = 0 \\ \text{least}\ \tfrac12\big\langle A, (FF^\top + \lambda I)A\big\rangle - \big\langle A, sY - Fw_0\big\rangle \end{gathered}`,
    label: said`w = w₀ + FᵀA, where A minimises ½⟨A, (FFᵀ + λI)A⟩ − ⟨A, sY − Fw₀⟩ under A ≤ sCY and rows that sum to 0`,
  },
  pointSeen: {
    tex: String.raw`\hat y_k(x) = f_\theta\big(x;\ (x_1,y_1),\dots,(x_k,y_k)\big)`,
    label: 'ŷ_k(x) = f_θ(x; (x₁, y₁), …, (x_k, y_k))',
  },
  none: { tex: String.raw`\theta_{k+1} = \theta_k`, label: 'θ_{k+1} = θ_k' },
} as const satisfies Record<string, WordedFormula>;

export type InnerUpdateKind = keyof typeof INNER_UPDATES;

/** Of steps with one α, by the optimiser and by what they move. */
const OF_MOVES = {
  sgd: { all: 'descent', head: 'head', context: 'context', none: 'none' },
  momentum: { all: 'momentum', head: 'headMomentum', context: 'context', none: 'none' },
  adam: { all: 'adam', head: 'headAdam', context: 'context', none: 'none' },
} as const;

/** By what has made the weights and whether they bring rates along, as `adaptationOf` of `training/learned.ts` adapts them. */
export function innerUpdateOf(
  origin: WeightsOrigin,
  hasRates: boolean,
  optimiser: InnerOptimiserName = 'sgd',
): WordedFormula & { readonly kind: InnerUpdateKind } {
  const { counts, moves, head } = factsOf(origin);
  const steps = learnsStepRates(origin) ? 'stepRates' : hasRates ? 'ownRates' : OF_MOVES[optimiser][moves];
  const solution = head === null || head === 'ridge' ? 'closedForm' : head;
  const kind = ({ gradientStep: steps, solution, pointSeen: 'pointSeen' } as const)[counts];
  return { kind, ...INNER_UPDATES[kind] };
}

/** The mean over the tasks of a meta-batch. */
const meanOf = (loss: string) => String.raw`\frac{1}{${batch}}\sum_{\tau=1}^{${batch}} ${loss}`;
const lossOf = (kind: 'L' | 'L_Q') => symbol('mse', String.raw`${kind}^\tau`);

/** MAML's; FOMAML follows another gradient of the same, and ANIL's θ_n differs from θ in the head only. */
const AFTER_ADAPTATION: WordedFormula = {
  tex: String.raw`\min_{${theta}}\ ${meanOf(lossOf('L_Q'))}\big(\theta_{${n}}^\tau\big)`,
  label: said`min over θ of the mean over T tasks of L_Q(θ_n)`,
};

/** What each algorithm minimises. */
export const OBJECTIVES: Readonly<Record<TrainingAlgorithm, WordedFormula>> = {
  maml: AFTER_ADAPTATION,
  fomaml: AFTER_ADAPTATION,
  anil: AFTER_ADAPTATION,
  metaSgd: {
    tex: String.raw`\min_{${theta},\,${alpha}}\ ${meanOf(lossOf('L_Q'))}\big(\theta_{${n}}^\tau\big)`,
    label: said`min over θ and α of the mean over T tasks of L_Q(θ_n)`,
  },
  // Its direction θ − θ_n is the gradient of this, with θ_n taken as fixed.
  reptile: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(String.raw`\tfrac{1}{2}\big|\theta-\theta_{${n}}^\tau\big|^2`)},\quad \theta_{${n}}^\tau\ \text{fixed}`,
    label: said`min over θ of the mean over T tasks of ½|θ − θ_n|², with θ_n fixed`,
  },
  multiStepLoss: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(String.raw`\sum_{k=1}^{${n}} w_k\,${lossOf('L_Q')}`)}\big(\theta_k^\tau\big)`,
    label: said`min over θ of the mean over T tasks of Σ w_k L_Q(θ_k)`,
  },
  mamlPlusPlus: {
    tex: String.raw`\min_{${theta},\,${alpha}_{k,l}}\ ${meanOf(String.raw`\sum_{k=1}^{${n}} w_k\,${lossOf('L_Q')}`)}\big(\theta_k^\tau\big)`,
    label: said`min over θ and the rate of each layer in each step of the mean over T tasks of Σ w_k L_Q(θ_k)`,
  },
  imaml: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(lossOf('L_Q'))}\big(\phi^\tau\big),\quad \phi^\tau = \arg\min_\phi L_S^\tau(\phi) + \frac{${symbol('lambda', String.raw`\lambda`)}}{2}|\phi-\theta|^2`,
    label: said`min over θ of the mean over T tasks of L_Q(φ), where φ minimises L_S(φ) + λ/2 |φ − θ|²`,
  },
  ridgeHead: {
    tex: String.raw`\min_{\varphi,\,w_0,\,\lambda}\ ${meanOf(lossOf('L_Q'))}\big(w^\tau\big),\quad w^\tau = \arg\min_w \sum_{S}\big|f_\varphi(x)\,w - y\big|^2 + \lambda\,|w-w_0|^2`,
    label: said`min over features φ, head w₀ and λ of the mean over T tasks of L_Q(w), where w minimises Σ |f(x)w − y|² + λ |w − w₀|² over the support points`,
  },
  r2d2: {
    tex: String.raw`\begin{gathered} \min_{\varphi,\,w_0,\,\lambda,\,s}\ ${meanOf(lossOf('L_Q'))}\big(w^\tau\big) \\ w^\tau = \arg\min_w \sum_{S}\big|f_\varphi(x)\,w - s\,y\big|^2 + \lambda\,|w-w_0|^2 \end{gathered}`,
    label: said`min over features φ, head w₀, λ and s of the mean over T tasks of L_Q(w), where w minimises Σ |f(x)w − s·y|² + λ |w − w₀|² over the support points`,
  },
  metaOptNet: {
    tex: String.raw`\begin{gathered} \min_{\varphi,\,w_0,\,\lambda,\,s}\ ${meanOf(lossOf('L_Q'))}\big(w^\tau\big) \\ w = w_0 + F^\top A,\quad A \le sCY,\quad A\mathbf 1 = 0 \\ \text{least}\ \tfrac12\big\langle A, (FF^\top + \lambda I)A\big\rangle - \big\langle A, sY - Fw_0\big\rangle \end{gathered}`,
    label: said`min over features φ, head w₀, λ and s of the mean over T tasks of L_Q(w), where w is the head of the support vector machine of margin s on the support points’ features`,
  },
  cavia: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(lossOf('L_Q'))}\big(c_{${n}}^\tau,\,\theta\big),\quad c_0^\tau = 0`,
    label: said`min over θ of the mean over T tasks of L_Q(c_n, θ), where the context c begins at 0 and alone descends L_S`,
  },
  cnp: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(String.raw`L_Q^\tau\big(x \mapsto g_\theta(x, r)\big)`)},\quad r = \frac{1}{k}\sum_{i=1}^{k} h_\theta(x_i, y_i)`,
    label: said`min over θ of the mean over T tasks of L_Q of g(x, r), where r is the mean of h(x, y) over the points seen`,
  },
  snail: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(String.raw`L_Q^\tau\big(x \mapsto f_\theta\big((x_1,y_1),\dots,(x_k,y_k),\,x\big)\big)`)}`,
    label: said`min over θ of the mean over T tasks of L_Q of f of the sequence of points seen and x`,
  },
  metaNet: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(String.raw`L_Q^\tau\big(x \mapsto b(W, W^*(x), x)\big)`)},\quad W^*(x) = \sum_{i=1}^{k} a_i(x)\, m(\nabla_i)`,
    label: said`min over θ of the mean over T tasks of L_Q of b with slow weights W and fast weights W*(x), which mix m(∇_i) of the points seen`,
  },
  pretrained: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(lossOf('L'))}(\theta)`,
    label: said`min over θ of the mean over T tasks of L(θ)`,
  },
  multiTask: {
    tex: String.raw`\min_{\theta^m}\ ${symbol('mse', 'L^m')}(\theta^m)\quad m = 1 \dots M`,
    label: said`for each of M networks by itself, min over its weights of L on its own task`,
  },
  oracle: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(String.raw`L\big(f_\theta(x, A_\tau, \varphi_\tau),\, y\big)`)}`,
    label: said`min over θ of the mean over T tasks of the error of f(x, A, φ)`,
  },
};

/** In which direction θ moves. */
export const META_GRADIENTS: Readonly<Record<TrainingAlgorithm, WordedFormula>> = {
  maml: {
    tex: String.raw`\nabla_{${theta}} ${query(String.raw`\theta_n`)} = \prod_{k=0}^{${n}-1}\big(I - ${alpha} ${hessian}(\theta_k)\big)\,${slope(String.raw`\theta_n`)}`,
    label: said`gradient of L_Q(θ_n) by θ = ∏ (I − αH(θ_k)) · ∇L_Q(θ_n)`,
  },
  fomaml: {
    tex: String.raw`g = ${slope(String.raw`\theta_n`)}`,
    label: 'g = ∇L_Q(θ_n)',
  },
  anil: {
    tex: String.raw`\theta^{\text{head}}_{k+1} = \theta^{\text{head}}_k - ${alpha}\,\nabla_{\text{head}} L_S(\theta_k),\quad \theta^{\text{body}}_{k+1} = \theta^{\text{body}}_k`,
    label: said`only the head moves in the inner loop; the meta-gradient is MAML’s`,
  },
  metaSgd: {
    tex: String.raw`\theta' = \theta - ${alpha}\circ\nabla L_S(\theta),\quad \frac{\partial L_Q(\theta')}{\partial ${alpha}} = -\nabla L_S(\theta)\circ ${slope(String.raw`\theta'`)}`,
    label: 'θ′ = θ − α∘∇L_S(θ); ∂L_Q(θ′)/∂α = −∇L_S(θ)∘∇L_Q(θ′)',
  },
  reptile: {
    tex: String.raw`${theta} \leftarrow ${theta} + ${beta}\,\frac{1}{${batch}}\sum_{\tau=1}^{${batch}}\big(\theta_{${n}}^\tau - \theta\big)`,
    label: said`θ ← θ + β · mean of (θ_n − θ)`,
  },
  multiStepLoss: {
    tex: String.raw`\nabla_{${theta}} \sum_{k=1}^{${n}} w_k\,${query(String.raw`\theta_k`)}`,
    label: said`gradient of Σ w_k L_Q(θ_k) by θ`,
  },
  mamlPlusPlus: {
    tex: String.raw`\theta^{l}_{k+1} = \theta^{l}_k - ${alpha}_{k,l}\,\nabla_l L_S(\theta_k),\quad g = \nabla_{${theta},\,${alpha}_{k,l}} \sum_{k=1}^{${n}} w_k\,${query(String.raw`\theta_k`)}`,
    label: said`gradient of Σ w_k L_Q(θ_k) by θ and by the rate of each layer in each step; in first-order meta-steps ∇L_S counts as fixed`,
  },
  imaml: {
    tex: String.raw`\phi \approx \arg\min_\phi L_S(\phi) + \frac{${symbol('lambda', String.raw`\lambda`)}}{2}|\phi-\theta|^2,\quad g = \Big(I + \frac{1}{${symbol('lambda', String.raw`\lambda`)}}${hessian}(\phi)\Big)^{-1}${slope(String.raw`\phi`)}`,
    label: 'g = (I + H(φ)/λ)⁻¹ ∇L_Q(φ)',
  },
  ridgeHead: {
    tex: String.raw`w = w_0 + F^\top\big(FF^\top + \lambda I\big)^{-1}(Y - Fw_0),\quad g = \nabla_{\varphi,\,w_0,\log\lambda}\, ${query('w')}`,
    label: 'w = w₀ + Fᵀ(FFᵀ + λI)⁻¹(Y − Fw₀); g = ∇L_Q(w)',
  },
  r2d2: {
    tex: String.raw`\begin{gathered} w = w_0 + F^\top\big(FF^\top + \lambda I\big)^{-1}(sY - Fw_0) \\ g = \nabla_{\varphi,\,w_0,\log\lambda,\log s}\, ${query('w')} \end{gathered}`,
    label: 'w = w₀ + Fᵀ(FFᵀ + λI)⁻¹(sY − Fw₀); g = ∇L_Q(w)',
  },
  metaOptNet: {
    tex: String.raw`\begin{gathered} P\big((FF^\top + \lambda I)A - sY + Fw_0\big) = 0 \\ g = \nabla_{\varphi,\,w_0,\log\lambda,\log s}\, ${query(String.raw`w_0 + F^\top A`)} \end{gathered}`,
    label: said`g is the gradient of L_Q(w₀ + FᵀA), differentiating P((FFᵀ + λI)A − sY + Fw₀) = 0, where P keeps what is free, in rows that sum to 0`,
  },
  cavia: {
    tex: String.raw`c_{k+1} = c_k - ${alpha}\,\nabla_c L_S(c_k, \theta),\quad g = \nabla_{${theta}}\, ${symbol('mse', 'L_Q')}\big(c_{${n}}(\theta),\,\theta\big)`,
    label: said`only the context c moves in the inner loop; g is the gradient of L_Q(c_n(θ), θ) by θ`,
  },
  cnp: {
    tex: String.raw`g = \nabla_{${theta}}\, L_Q\big(x \mapsto g_\theta(x, r_k)\big),\quad k = 0 \dots K`,
    label: said`gradient of L_Q of g(x, r) by θ, after 0 to K points seen`,
  },
  snail: {
    tex: String.raw`g = \nabla_{${theta}}\, L_Q\big(x \mapsto f_\theta\big((x_1,y_1),\dots,(x_k,y_k),\,x\big)\big),\quad k = 0 \dots K`,
    label: said`gradient of L_Q by θ, where f reads a sequence of 0 to K points seen and then x`,
  },
  metaNet: {
    tex: String.raw`g = \nabla_{${theta}}\, L_Q\big(x \mapsto b(W, W^*(x), x)\big),\quad \nabla_i = \nabla_W \big(b(W, x_i) - y_i\big)^2\ \text{fixed},\quad k = 0 \dots K`,
    label: said`gradient of L_Q by θ, where b reads fast weights W*(x) made of 0 to K points seen, and their gradients ∇_i count as given`,
  },
  pretrained: {
    tex: String.raw`\nabla_{${theta}} \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} ${symbol('mse', String.raw`L^\tau`)}(\theta)`,
    label: said`gradient of the mean of L(θ) over tasks`,
  },
  multiTask: {
    tex: String.raw`${theta} = \frac{1}{M}\sum_{m=1}^{M} \arg\min_\theta L^{m}(\theta)`,
    label: said`θ = mean of networks fitted to one task each`,
  },
  oracle: {
    tex: String.raw`\nabla_{${theta}} \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} L\big(f_\theta(x, A_\tau, \varphi_\tau),\, y\big)`,
    label: said`gradient of the mean error of f(x, A, φ)`,
  },
};

/** Where an optimiser's state is part of the way from θ to θ_n, the Hessians are no longer all there is between them. */
const THROUGH_OPTIMISER: WordedFormula = {
  tex: String.raw`\nabla_{${theta}} ${query(String.raw`\theta_n`)} = \Big(\frac{\partial \theta_n}{\partial ${theta}}\Big)^{\!\top} ${slope(String.raw`\theta_n`)}`,
  label: said`gradient of L_Q(θ_n) by θ = (∂θ_n/∂θ)ᵀ ∇L_Q(θ_n), through the optimiser’s state`,
};

/** Those whose formula names the inner step, under an optimiser. */
const UNDER_OPTIMISER: Partial<Readonly<Record<TrainingAlgorithm, WordedFormula>>> = {
  maml: THROUGH_OPTIMISER,
  anil: THROUGH_OPTIMISER,
};

/** In which direction θ moves, the inner loop being that of the settings' optimiser. */
export function metaGradientFormula(
  algorithm: TrainingAlgorithm,
  optimiser: InnerOptimiserName,
): WordedFormula {
  const isPlain = optimiser === 'sgd' || !takesOptimiser(algorithm);
  return (isPlain ? undefined : UNDER_OPTIMISER[algorithm]) ?? META_GRADIENTS[algorithm];
}

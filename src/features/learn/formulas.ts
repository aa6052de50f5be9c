/** The formulas of every algorithm, each as its paper has it. Parts that stand for a number carry `data-symbol`. */
import type { TrainingAlgorithm } from '#training/learner-facts.ts';
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

export const INNER_UPDATE = {
  tex: String.raw`\theta_{k+1} = \theta_k - ${alpha}\,${symbol('gradient', String.raw`\nabla L_S(\theta_k)`)}`,
  label: 'θ_{k+1} = θ_k − α∇L_S(θ_k)',
};

export const META_OBJECTIVE = {
  tex: String.raw`\min_{${theta}}\ \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} ${symbol('mse', String.raw`L_Q^\tau`)}\big(\theta_{${n}}^\tau\big)`,
  label: 'min over θ of the mean over T tasks of L_Q(θ_n)',
};

/** In which direction θ moves. */
export const META_GRADIENTS: Readonly<
  Partial<Record<TrainingAlgorithm, { readonly tex: string; readonly label: string }>>
> = {
  maml: {
    tex: String.raw`\nabla_{${theta}} ${query(String.raw`\theta_n`)} = \prod_{k=0}^{${n}-1}\big(I - ${alpha} ${hessian}(\theta_k)\big)\,${slope(String.raw`\theta_n`)}`,
    label: '∇L_Q(θ_n) by θ = ∏ (I − αH(θ_k)) · ∇L_Q(θ_n)',
  },
  fomaml: {
    tex: String.raw`g = ${slope(String.raw`\theta_n`)}`,
    label: 'g = ∇L_Q(θ_n)',
  },
  anil: {
    tex: String.raw`\theta^{\text{head}}_{k+1} = \theta^{\text{head}}_k - ${alpha}\,\nabla_{\text{head}} L_S(\theta_k),\quad \theta^{\text{body}}_{k+1} = \theta^{\text{body}}_k`,
    label: 'only the head moves in the inner loop; the meta-gradient is MAML’s',
  },
  metaSgd: {
    tex: String.raw`\theta' = \theta - ${alpha}\circ\nabla L_S(\theta),\quad \frac{\partial L_Q(\theta')}{\partial ${alpha}} = -\nabla L_S(\theta)\circ ${slope(String.raw`\theta'`)}`,
    label: 'θ′ = θ − α∘∇L_S(θ); ∂L_Q(θ′)/∂α = −∇L_S(θ)∘∇L_Q(θ′)',
  },
  reptile: {
    tex: String.raw`${theta} \leftarrow ${theta} + ${beta}\,\frac{1}{${batch}}\sum_{\tau=1}^{${batch}}\big(\theta_{${n}}^\tau - \theta\big)`,
    label: 'θ ← θ + β · mean of (θ_n − θ)',
  },
  multiStepLoss: {
    tex: String.raw`\nabla_{${theta}} \sum_{k=1}^{${n}} w_k\,${query(String.raw`\theta_k`)}`,
    label: '∇ of Σ w_k L_Q(θ_k) by θ',
  },
  imaml: {
    tex: String.raw`\phi \approx \arg\min_\phi L_S(\phi) + \frac{${symbol('lambda', String.raw`\lambda`)}}{2}|\phi-\theta|^2,\quad g = \Big(I + \frac{1}{${symbol('lambda', String.raw`\lambda`)}}${hessian}(\phi)\Big)^{-1}${slope(String.raw`\phi`)}`,
    label: 'g = (I + H(φ)/λ)⁻¹ ∇L_Q(φ)',
  },
  pretrained: {
    tex: String.raw`\nabla_{${theta}} \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} ${symbol('mse', String.raw`L^\tau`)}(\theta)`,
    label: '∇ of the mean of L(θ) over tasks',
  },
  multiTask: {
    tex: String.raw`${theta} = \frac{1}{M}\sum_{m=1}^{M} \arg\min_\theta L^{m}(\theta)`,
    label: 'θ = mean of networks fitted to one task each',
  },
  oracle: {
    tex: String.raw`\nabla_{${theta}} \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} L\big(f_\theta(x, A_\tau, \varphi_\tau),\, y\big)`,
    label: '∇ of the mean error of f(x, A, φ)',
  },
};

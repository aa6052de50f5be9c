/** The formulas of every algorithm, each as its paper has it. Parts that stand for a number carry `data-symbol`. */
import { said, type Words } from '#core/saying.ts';
import type { TrainingAlgorithm } from '#training/settings.ts';
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

export interface WordedFormula {
  readonly tex: string;
  /** The formula in plain characters and words, for screen readers. */
  readonly label: Words;
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
  imaml: {
    tex: String.raw`\min_{${theta}}\ ${meanOf(lossOf('L_Q'))}\big(\phi^\tau\big),\quad \phi^\tau = \arg\min_\phi L_S^\tau(\phi) + \frac{${symbol('lambda', String.raw`\lambda`)}}{2}|\phi-\theta|^2`,
    label: said`min over θ of the mean over T tasks of L_Q(φ), where φ minimises L_S(φ) + λ/2 |φ − θ|²`,
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

export interface AlgorithmFormula extends WordedFormula {
  /** Where it is published. */
  readonly reference: Words;
}

function paper(author: string, year: number, address: string): Words {
  return said`${author} et al. ${year}, ${address}`;
}

const inSection = (source: Words, section: string) => said`${source}, section ${section}`;
const MAML_PAPER = paper('Finn', 2017, 'arXiv:1703.03400');

/** In which direction θ moves. */
export const META_GRADIENTS: Readonly<Record<TrainingAlgorithm, AlgorithmFormula>> = {
  maml: {
    tex: String.raw`\nabla_{${theta}} ${query(String.raw`\theta_n`)} = \prod_{k=0}^{${n}-1}\big(I - ${alpha} ${hessian}(\theta_k)\big)\,${slope(String.raw`\theta_n`)}`,
    label: said`gradient of L_Q(θ_n) by θ = ∏ (I − αH(θ_k)) · ∇L_Q(θ_n)`,
    reference: said`${MAML_PAPER}, Eq. (${1})`,
  },
  fomaml: {
    tex: String.raw`g = ${slope(String.raw`\theta_n`)}`,
    label: 'g = ∇L_Q(θ_n)',
    reference: inSection(MAML_PAPER, '5.2'),
  },
  anil: {
    tex: String.raw`\theta^{\text{head}}_{k+1} = \theta^{\text{head}}_k - ${alpha}\,\nabla_{\text{head}} L_S(\theta_k),\quad \theta^{\text{body}}_{k+1} = \theta^{\text{body}}_k`,
    label: said`only the head moves in the inner loop; the meta-gradient is MAML’s`,
    reference: inSection(paper('Raghu', 2020, 'arXiv:1909.09157'), '4'),
  },
  metaSgd: {
    tex: String.raw`\theta' = \theta - ${alpha}\circ\nabla L_S(\theta),\quad \frac{\partial L_Q(\theta')}{\partial ${alpha}} = -\nabla L_S(\theta)\circ ${slope(String.raw`\theta'`)}`,
    label: 'θ′ = θ − α∘∇L_S(θ); ∂L_Q(θ′)/∂α = −∇L_S(θ)∘∇L_Q(θ′)',
    reference: inSection(paper('Li', 2017, 'arXiv:1707.09835'), '3'),
  },
  reptile: {
    tex: String.raw`${theta} \leftarrow ${theta} + ${beta}\,\frac{1}{${batch}}\sum_{\tau=1}^{${batch}}\big(\theta_{${n}}^\tau - \theta\big)`,
    label: said`θ ← θ + β · mean of (θ_n − θ)`,
    reference: said`${paper('Nichol', 2018, 'arXiv:1803.02999')}, Algorithm ${2}`,
  },
  multiStepLoss: {
    tex: String.raw`\nabla_{${theta}} \sum_{k=1}^{${n}} w_k\,${query(String.raw`\theta_k`)}`,
    label: said`gradient of Σ w_k L_Q(θ_k) by θ`,
    reference: inSection(paper('Antoniou', 2019, 'arXiv:1810.09502'), '4'),
  },
  imaml: {
    tex: String.raw`\phi \approx \arg\min_\phi L_S(\phi) + \frac{${symbol('lambda', String.raw`\lambda`)}}{2}|\phi-\theta|^2,\quad g = \Big(I + \frac{1}{${symbol('lambda', String.raw`\lambda`)}}${hessian}(\phi)\Big)^{-1}${slope(String.raw`\phi`)}`,
    label: 'g = (I + H(φ)/λ)⁻¹ ∇L_Q(φ)',
    reference: said`${paper('Rajeswaran', 2019, 'arXiv:1909.04630')}, Lemma ${1}`,
  },
  pretrained: {
    tex: String.raw`\nabla_{${theta}} \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} ${symbol('mse', String.raw`L^\tau`)}(\theta)`,
    label: said`gradient of the mean of L(θ) over tasks`,
    reference: inSection(MAML_PAPER, '5.1'),
  },
  multiTask: {
    tex: String.raw`${theta} = \frac{1}{M}\sum_{m=1}^{M} \arg\min_\theta L^{m}(\theta)`,
    label: said`θ = mean of networks fitted to one task each`,
    reference: said`${MAML_PAPER}, Table ${2}`,
  },
  oracle: {
    tex: String.raw`\nabla_{${theta}} \frac{1}{${batch}}\sum_{\tau=1}^{${batch}} L\big(f_\theta(x, A_\tau, \varphi_\tau),\, y\big)`,
    label: said`gradient of the mean error of f(x, A, φ)`,
    reference: inSection(MAML_PAPER, '5.1'),
  },
};

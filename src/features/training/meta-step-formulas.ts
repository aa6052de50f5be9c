/** What each stage of a meta-step computes, in the notation of the algorithm's own paper, with this run's numbers. */
import { takesOptimiser } from '#training/learned.ts';
import { takesGradientSteps, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import type { Settings } from '#training/settings.ts';
import type { MetaStepStage } from '#store/training/meta-step-slice.ts';
import { formatSetting } from '#ui/format.ts';

export interface StageFormula {
  readonly tex: string;
  /** The same in plain characters. */
  readonly label: string;
}

const QUERY: StageFormula = {
  tex: String.raw`\bar{\mathcal L} = \frac{1}{T} \sum_i \mathcal L^{\,\text{query}}_{\mathcal T_i}(\theta'_i)`,
  label: 'L̄ = (1/T) Σᵢ L_query(θ′ᵢ)',
};

function sample({ metaBatch, shots, queryPoints }: Settings): StageFormula {
  return {
    tex: String.raw`\mathcal T_i \sim p(\mathcal T),\quad i = 1 \dots ${metaBatch},\quad K = ${shots},\ Q = ${queryPoints}`,
    label: `Tᵢ ~ p(T), i = 1…${metaBatch}, K = ${shots}, Q = ${queryPoints}`,
  };
}

const SUPPORT_GRADIENT = String.raw`\nabla \mathcal L^{\,\text{support}}_{\mathcal T_i}`;
const QUERY_LOSS = String.raw`\mathcal L^{\,\text{query}}_{\mathcal T_i}`;

/** One inner step by the settings' optimiser, of all of θ or of its head; `null` where that is plain descent. */
function optimisedStep({
  algorithm,
  trainingAlpha,
  innerOptimiser,
  innerMomentum,
}: Settings): StageFormula | null {
  if (innerOptimiser === 'sgd' || !takesOptimiser(algorithm)) return null;
  const [alpha, momentum] = [formatSetting(trainingAlpha), formatSetting(innerMomentum)];
  const isOfHead = LEARNERS[algorithm].moves === 'head';
  const theta = isOfHead ? String.raw`\theta'^{\,\text{head}}_i` : String.raw`\theta'_i`;
  const plain = isOfHead ? 'θ′ᵢ(head)' : 'θ′ᵢ';
  if (innerOptimiser === 'momentum')
    return {
      tex: String.raw`m_i \leftarrow ${momentum}\,m_i + ${SUPPORT_GRADIENT}(\theta'_i),\quad ${theta} \leftarrow ${theta} - ${alpha}\,m_i`,
      label: `mᵢ ← ${momentum} mᵢ + ∇L_support(θ′ᵢ), ${plain} ← ${plain} − ${alpha} mᵢ`,
    };
  return {
    tex: String.raw`${theta} \leftarrow ${theta} - ${alpha}\, \frac{\hat m_i}{\sqrt{\hat v_i + \epsilon}}`,
    label: `${plain} ← ${plain} − ${alpha} m̂ᵢ / √(v̂ᵢ + ε)`,
  };
}

/** One inner step of those whose step is not plain descent of all of θ. */
function ownInnerStep(settings: Settings): StageFormula | null {
  const { algorithm, trainingAlpha, lambda } = settings;
  const alpha = formatSetting(trainingAlpha);
  const pull = formatSetting(lambda);
  const { innerLoop, moves, head } = LEARNERS[algorithm];
  const optimised = optimisedStep(settings);
  if (optimised !== null) return optimised;
  if (innerLoop === 'stepRates') {
    return {
      tex: String.raw`\theta'^{\,l}_i \leftarrow \theta'^{\,l}_i - \alpha_{k,l}\, \nabla_l \mathcal L^{\,\text{support}}_{\mathcal T_i}(\theta'_i)`,
      label: 'θ′ᵢˡ ← θ′ᵢˡ − α_{k,l} ∇_l L_support(θ′ᵢ)',
    };
  }
  if (innerLoop === 'ownRates') {
    return {
      tex: String.raw`\theta'_i \leftarrow \theta'_i - \alpha \circ ${SUPPORT_GRADIENT}(\theta'_i)`,
      label: 'θ′ᵢ ← θ′ᵢ − α ∘ ∇L_support(θ′ᵢ)',
    };
  }
  if (head === 'scaledRidge') {
    return {
      tex: String.raw`w_i = w_0 + F_i^\top\bigl(F_i F_i^\top + \lambda I\bigr)^{-1}(sY_i - F_i w_0)`,
      label: 'wᵢ = w₀ + Fᵢᵀ(FᵢFᵢᵀ + λI)⁻¹(sYᵢ − Fᵢw₀)',
    };
  }
  if (head === 'svm') {
    return {
      tex: String.raw`w_i = w_0 + F_i^\top A_i,\quad A_i \le sCY_i,\ A_i\mathbf 1 = 0`,
      label: 'wᵢ = w₀ + FᵢᵀAᵢ, Aᵢ ≤ sCYᵢ, Aᵢ1 = 0',
    };
  }
  if (innerLoop === 'closedForm') {
    return {
      tex: String.raw`w_i = w_0 + F_i^\top\bigl(F_i F_i^\top + \lambda I\bigr)^{-1}(Y_i - F_i w_0)`,
      label: 'wᵢ = w₀ + Fᵢᵀ(FᵢFᵢᵀ + λI)⁻¹(Yᵢ − Fᵢw₀)',
    };
  }
  if (innerLoop === 'ofContext') {
    return {
      tex: String.raw`c_i \leftarrow c_i - ${alpha}\,\nabla_c \mathcal L^{\,\text{support}}_{\mathcal T_i}(c_i, \theta)`,
      label: `cᵢ ← cᵢ − ${alpha} ∇_c L_support(cᵢ, θ)`,
    };
  }
  if (innerLoop === 'remembering') {
    return {
      tex: String.raw`f_i(x) = f_\theta\bigl(x;\ (x_1, y_1), \dots, (x_K, y_K)\bigr)`,
      label: 'fᵢ(x) = f_θ(x; (x₁, y₁), …, (x_K, y_K))',
    };
  }
  if (moves === 'head') {
    return {
      tex: String.raw`\theta'^{\,\text{head}}_i \leftarrow \theta'^{\,\text{head}}_i - ${alpha}\,${SUPPORT_GRADIENT}`,
      label: `θ′ᵢ(head) ← θ′ᵢ(head) − ${alpha} ∇L_support`,
    };
  }
  if (innerLoop !== 'proximal') return null;
  return {
    tex: String.raw`\theta'_i \leftarrow \theta'_i - ${alpha}\,\bigl(${SUPPORT_GRADIENT}(\theta'_i) + ${pull}\,(\theta'_i - \theta)\bigr)`,
    label: `θ′ᵢ ← θ′ᵢ − ${alpha} (∇L_support(θ′ᵢ) + ${pull} (θ′ᵢ − θ))`,
  };
}

function adapt(settings: Settings): StageFormula {
  const { trainingAlpha, trainingSteps } = settings;
  const alpha = formatSetting(trainingAlpha);
  const { tex, label } = ownInnerStep(settings) ?? {
    tex: String.raw`\theta'_i \leftarrow \theta'_i - ${alpha}\,${SUPPORT_GRADIENT}(\theta'_i)`,
    label: `θ′ᵢ ← θ′ᵢ − ${alpha} ∇L_support(θ′ᵢ)`,
  };
  if (trainingSteps === 1 || !takesGradientSteps(settings.algorithm)) return { tex, label };
  return { tex: String.raw`${tex}\quad (${trainingSteps}\times)`, label: `${label} (${trainingSteps}×)` };
}

const EXACT: StageFormula = {
  tex: String.raw`g = \nabla_\theta \frac{1}{T} \sum_i ${QUERY_LOSS}\bigl(\theta'_i(\theta)\bigr)`,
  label: 'g = ∇_θ (1/T) Σᵢ L_query(θ′ᵢ(θ))',
};

/** Of those that remember: query points share out the numbers of points seen. */
const AFTER_POINTS: StageFormula = {
  tex: String.raw`g = \nabla_\theta \frac{1}{TQ} \sum_i \sum_q \bigl(f_\theta(x_q;\ S_i^{k_q}) - y_q\bigr)^2,\quad k_1 = 0,\ \dots,\ k_Q = K`,
  label: 'g = ∇_θ (1/TQ) Σᵢ Σ_q (f_θ(x_q; first k_q points) − y_q)², k₁ = 0, …, k_Q = K',
};

/** Of heads of classes that are solved for. */
const SCALED_HEAD: StageFormula = {
  tex: String.raw`g = \nabla_{(\varphi,w_0,\log\lambda,\log s)} \frac{1}{T} \sum_i ${QUERY_LOSS}\bigl(w_i(\varphi, w_0, \lambda, s)\bigr)`,
  label: 'g = ∇_(φ,w₀,log λ,log s) (1/T) Σᵢ L_query(wᵢ(φ, w₀, λ, s))',
};

/** Of those that do not descend the exact meta-gradient of θ after the last step. */
const DIRECTIONS: Readonly<Partial<Record<TrainingAlgorithm, StageFormula>>> = {
  fomaml: {
    tex: String.raw`g = \frac{1}{T} \sum_i \nabla_{\theta'_i} ${QUERY_LOSS}(\theta'_i)`,
    label: 'g = (1/T) Σᵢ ∇_θ′ᵢ L_query(θ′ᵢ)',
  },
  reptile: { tex: String.raw`g = \frac{1}{T} \sum_i (\theta - \theta'_i)`, label: 'g = (1/T) Σᵢ (θ − θ′ᵢ)' },
  metaSgd: {
    tex: String.raw`g = \nabla_{(\theta,\alpha)} \frac{1}{T} \sum_i ${QUERY_LOSS}\bigl(\theta'_i(\theta, \alpha)\bigr)`,
    label: 'g = ∇_(θ,α) (1/T) Σᵢ L_query(θ′ᵢ(θ, α))',
  },
  multiStepLoss: {
    tex: String.raw`g = \nabla_\theta \frac{1}{T} \sum_i \sum_k w_k\, ${QUERY_LOSS}\bigl(\theta^{(k)}_i(\theta)\bigr)`,
    label: 'g = ∇_θ (1/T) Σᵢ Σₖ wₖ L_query(θᵢ⁽ᵏ⁾(θ))',
  },
  mamlPlusPlus: {
    tex: String.raw`g = \nabla_{(\theta,\,\alpha_{k,l})} \frac{1}{T} \sum_i \sum_k w_k\, ${QUERY_LOSS}\bigl(\theta^{(k)}_i(\theta, \alpha)\bigr)`,
    label: 'g = ∇_(θ,α_{k,l}) (1/T) Σᵢ Σₖ wₖ L_query(θᵢ⁽ᵏ⁾(θ, α))',
  },
  ridgeHead: {
    tex: String.raw`g = \nabla_{(\varphi,w_0,\log\lambda)} \frac{1}{T} \sum_i ${QUERY_LOSS}\bigl(w_i(\varphi, w_0, \lambda)\bigr)`,
    label: 'g = ∇_(φ,w₀,log λ) (1/T) Σᵢ L_query(wᵢ(φ, w₀, λ))',
  },
  r2d2: SCALED_HEAD,
  metaOptNet: SCALED_HEAD,
  cavia: {
    tex: String.raw`g = \nabla_\theta \frac{1}{T} \sum_i ${QUERY_LOSS}\bigl(c_i(\theta), \theta\bigr)`,
    label: 'g = ∇_θ (1/T) Σᵢ L_query(cᵢ(θ), θ)',
  },
  cnp: AFTER_POINTS,
  snail: AFTER_POINTS,
  metaNet: AFTER_POINTS,
  imaml: {
    tex: String.raw`g = \frac{1}{T} \sum_i \bigl(I + \tfrac{1}{\lambda} H_i\bigr)^{-1} \nabla ${QUERY_LOSS}(\theta'_i)`,
    label: 'g = (1/T) Σᵢ (I + Hᵢ/λ)⁻¹ ∇L_query(θ′ᵢ)',
  },
};

function update({ optimiser, beta, annealing }: Settings): StageFormula {
  const rate = annealing === 'none' ? formatSetting(beta) : String.raw`\beta_t`;
  const plainRate = annealing === 'none' ? formatSetting(beta) : 'βₜ';
  return optimiser === 'adam'
    ? {
        tex: String.raw`\theta \leftarrow \theta - ${rate}\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}`,
        label: `θ ← θ − ${plainRate} m̂ / (√v̂ + ε)`,
      }
    : { tex: String.raw`\theta \leftarrow \theta - ${rate}\, g`, label: `θ ← θ − ${plainRate} g` };
}

export function stageFormula(stage: MetaStepStage, settings: Settings): StageFormula {
  switch (stage) {
    case 'sample':
      return sample(settings);
    case 'adapt':
      return adapt(settings);
    case 'query':
      return QUERY;
    case 'gradient':
      return DIRECTIONS[settings.algorithm] ?? EXACT;
    case 'update':
      return update(settings);
    default:
      return stage satisfies never;
  }
}

/** What engines answer when they are asked for a meta-gradient. */
import type { Architecture } from '#models/architecture.ts';
import { splitLearned } from './learned.ts';
import type { MetaAlgorithm } from './learner-facts.ts';
import type { MetaGradient } from './meta-engine.ts';

/** A direction of descent, [`learnedSize`], as what it is with respect to. */
export function metaGradientOf(
  algorithm: MetaAlgorithm,
  architecture: Architecture,
  direction: Float32Array,
  meanQueryLossAfterAdaptation: number,
): MetaGradient {
  const { network, rates, logLambda, logScale, contextWeights, stepRates } = splitLearned(
    algorithm,
    architecture,
    direction,
  );
  return {
    gradient: network.parameters,
    alphaGradient: rates,
    ...(logLambda === undefined ? {} : { logLambdaGradient: logLambda }),
    ...(logScale === undefined ? {} : { logScaleGradient: logScale }),
    ...(contextWeights === undefined ? {} : { contextGradient: contextWeights }),
    ...(stepRates === undefined ? {} : { stepRateGradient: stepRates }),
    meanQueryLossAfterAdaptation,
  };
}

/** The second-order gauge: what MAML's exact meta-gradient adds to FOMAML's on given tasks. */
import type { MetaEngine, MetaGradientRequest } from '#core/meta-engine.ts';
import { compareGradients, type SecondOrderGauge } from '#core/second-order.ts';

export async function secondOrderGauge(
  engine: Pick<MetaEngine, 'metaGradient'>,
  request: Omit<MetaGradientRequest, 'algorithm'>,
): Promise<SecondOrderGauge> {
  const exact = await engine.metaGradient({ ...request, algorithm: 'maml' });
  const firstOrder = await engine.metaGradient({ ...request, algorithm: 'fomaml' });
  return compareGradients(exact.gradient, firstOrder.gradient);
}

/** The second-order gauge: what MAML's exact meta-gradient adds to FOMAML's on given tasks. */
import type { MetaEngine, MetaGradientRequest } from '#training/meta-engine.ts';
import {
  compareGradients,
  reportGradients,
  type SecondOrderGauge,
  type SecondOrderReport,
} from '#training/second-order.ts';

type Request = Omit<MetaGradientRequest, 'algorithm'>;
type Engine = Pick<MetaEngine, 'metaGradient'>;

async function bothGradients(engine: Engine, request: Request) {
  const exact = await engine.metaGradient({ ...request, algorithm: 'maml' });
  const firstOrder = await engine.metaGradient({ ...request, algorithm: 'fomaml' });
  return [exact.gradient, firstOrder.gradient] as const;
}

export async function secondOrderGauge(engine: Engine, request: Request): Promise<SecondOrderGauge> {
  return compareGradients(...(await bothGradients(engine, request)));
}

/** The gauge with both gradients' lengths, layer by layer. */
export async function secondOrderReport(engine: Engine, request: Request): Promise<SecondOrderReport> {
  return reportGradients(request.at.network.architecture, ...(await bothGradients(engine, request)));
}

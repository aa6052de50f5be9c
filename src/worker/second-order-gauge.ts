/** The gauge: MAML's exact meta-gradient beside another on given tasks. */
import type { TaskData } from '#families/task.ts';
import type { MetaEngine, MetaGradientRequest } from '#training/meta-engine.ts';
import {
  compareGradients,
  type GaugeOther,
  otherRequest,
  reportGradients,
  type SecondOrderGauge,
  type SecondOrderReport,
} from '#training/second-order.ts';

type Request = Omit<MetaGradientRequest, 'algorithm'>;
type Engine = Pick<MetaEngine, 'metaGradient'>;

async function bothGradients(
  engine: Engine,
  request: Request,
  against: GaugeOther,
  others: readonly TaskData[],
) {
  const exact = await engine.metaGradient({ ...request, algorithm: 'maml' });
  const other = await engine.metaGradient(otherRequest(request, against, others));
  return [exact.gradient, other.gradient] as const;
}

/** What the exact meta-gradient adds to FOMAML's. */
export async function secondOrderGauge(engine: Engine, request: Request): Promise<SecondOrderGauge> {
  return compareGradients(...(await bothGradients(engine, request, 'firstOrder', [])));
}

/** The gauge with both gradients' lengths, layer by layer; `others` are the tasks of `otherTasks`. */
export async function secondOrderReport(
  engine: Engine,
  request: Request,
  against: GaugeOther,
  others: readonly TaskData[],
): Promise<SecondOrderReport> {
  return reportGradients(
    request.at.network.architecture,
    ...(await bothGradients(engine, request, against, others)),
  );
}

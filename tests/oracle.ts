/** The cases computed with PyTorch autograd in float64 (tests/oracle), as the engines take them. */
import { type Activation, type Network, parameterLayout } from '#core/model.ts';
import type { PointSet, TaskData } from '#core/task.ts';

interface NamedTensor {
  name: string;
  shape: number[];
  data: number[];
}

interface OraclePoints {
  x: number[][];
  y: number[][];
}

interface OracleFile {
  name: string;
  layers: number[];
  activation: Activation;
  innerSteps: number;
  alpha: number;
  parameters: NamedTensor[];
  tasks: { support: OraclePoints; query: OraclePoints }[];
  expected: {
    meanQueryLossAfterAdaptation: number;
    supportLossByStep: number[][];
    queryLossByStep: number[][];
    adaptedParametersOfTask0: NamedTensor[];
    metaGradient: { maml: NamedTensor[]; fomaml: NamedTensor[] };
  };
}

export interface OracleCase {
  readonly name: string;
  readonly network: Network;
  readonly tasks: readonly TaskData[];
  readonly alpha: number;
  readonly innerSteps: number;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    readonly supportLossByStep: readonly number[][];
    readonly queryLossByStep: readonly number[][];
    readonly adaptedParametersOfTask0: readonly number[];
    readonly mamlMetaGradient: readonly number[];
    readonly fomamlMetaGradient: readonly number[];
  };
}

const FILES = import.meta.glob<OracleFile>('./oracle/*.json', { eager: true, import: 'default' });

function flat(tensors: readonly NamedTensor[]): number[] {
  return tensors.flatMap((tensor) => tensor.data);
}

function points({ x, y }: OraclePoints): PointSet {
  return { x: Float32Array.from(x.flat()), y: Float32Array.from(y.flat()), count: x.length };
}

function read(file: OracleFile): OracleCase {
  const architecture = { layerSizes: file.layers, activation: file.activation };
  const names = parameterLayout(architecture).map((entry) => entry.name);
  const found = file.parameters.map((tensor) => tensor.name);
  if (names.join() !== found.join())
    throw new Error(`Expected parameters ${names.join()}, found ${found.join()}.`);
  return {
    name: file.name,
    network: { architecture, parameters: Float32Array.from(flat(file.parameters)) },
    tasks: file.tasks.map(({ support, query }) => ({ support: points(support), query: points(query) })),
    alpha: file.alpha,
    innerSteps: file.innerSteps,
    expected: {
      meanQueryLossAfterAdaptation: file.expected.meanQueryLossAfterAdaptation,
      supportLossByStep: file.expected.supportLossByStep,
      queryLossByStep: file.expected.queryLossByStep,
      adaptedParametersOfTask0: flat(file.expected.adaptedParametersOfTask0),
      mamlMetaGradient: flat(file.expected.metaGradient.maml),
      fomamlMetaGradient: flat(file.expected.metaGradient.fomaml),
    },
  };
}

export const ORACLE_CASES: readonly OracleCase[] = Object.values(FILES).map(read);

/** The cases computed with PyTorch autograd in float64 (tests/oracle), as the engines take them. */
import { type Activation, type Network, parameterLayout } from '#core/model.ts';
import type { MetaAlgorithm } from '#core/settings.ts';
import type { PointSet, TaskData } from '#core/task.ts';

/** Algorithms whose meta-gradient with respect to θ alone the files hold. */
const PLAIN_ALGORITHMS = [
  'maml',
  'fomaml',
  'anil',
  'multiStepLoss',
  'reptile',
] as const satisfies MetaAlgorithm[];

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
  perParameterAlpha: NamedTensor[];
  tasks: { support: OraclePoints; query: OraclePoints }[];
  expected: {
    meanQueryLossAfterAdaptation: number;
    supportLossByStep: number[][];
    queryLossByStep: number[][];
    adaptedParametersOfTask0: NamedTensor[];
    metaGradient: Record<(typeof PLAIN_ALGORITHMS)[number], NamedTensor[]>;
    metaSgdGradient: { parameters: NamedTensor[]; alpha: NamedTensor[] };
  };
}

export interface OracleGradient {
  readonly algorithm: MetaAlgorithm;
  readonly gradient: readonly number[];
  /** With respect to Meta-SGD's α. */
  readonly alphaGradient: readonly number[] | null;
}

export interface OracleCase {
  readonly name: string;
  readonly network: Network;
  /** Meta-SGD's α, one for each parameter. */
  readonly rates: Float32Array;
  readonly tasks: readonly TaskData[];
  readonly alpha: number;
  readonly innerSteps: number;
  readonly expected: {
    readonly meanQueryLossAfterAdaptation: number;
    readonly supportLossByStep: readonly number[][];
    readonly queryLossByStep: readonly number[][];
    readonly adaptedParametersOfTask0: readonly number[];
    /** Those of every algorithm but iMAML and the pretrained baseline; the multi-step loss weighs all steps alike. */
    readonly metaGradients: readonly OracleGradient[];
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
    rates: Float32Array.from(flat(file.perParameterAlpha)),
    tasks: file.tasks.map(({ support, query }) => ({ support: points(support), query: points(query) })),
    alpha: file.alpha,
    innerSteps: file.innerSteps,
    expected: {
      meanQueryLossAfterAdaptation: file.expected.meanQueryLossAfterAdaptation,
      supportLossByStep: file.expected.supportLossByStep,
      queryLossByStep: file.expected.queryLossByStep,
      adaptedParametersOfTask0: flat(file.expected.adaptedParametersOfTask0),
      metaGradients: [
        ...PLAIN_ALGORITHMS.map((algorithm) => ({
          algorithm,
          gradient: flat(file.expected.metaGradient[algorithm]),
          alphaGradient: null,
        })),
        {
          algorithm: 'metaSgd',
          gradient: flat(file.expected.metaSgdGradient.parameters),
          alphaGradient: flat(file.expected.metaSgdGradient.alpha),
        },
      ],
    },
  };
}

export const ORACLE_CASES: readonly OracleCase[] = Object.values(FILES).map(read);

/** Which lines of code open a file of which format. */
import { sharedStatistics } from '#models/statistics.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { holdsNetwork, type WeightFormat } from '../weight-formats.ts';
import { jaxCode, numpyCode } from './arrays.ts';
import { classHeadCode, solvesClasses } from './class-head.ts';
import { learn2learnCode, pytorchCode } from './pytorch.ts';
import { isWrittenOut, namesClasses } from './pictures.ts';
import { readsPoints, rememberingCode } from './remembering.ts';
import { movingOf, type CodeRequest, type Moving, unitsText } from './request.ts';
import { onnxRuntimeCode, tensorflowCode } from './runtimes.ts';

export const CODE_LANGUAGES = [
  'pytorch',
  'numpy',
  'jax',
  'learn2learn',
  'onnxruntime',
  'tensorflowjs',
] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** As the projects write themselves. */
export const LANGUAGE_NAMES: Readonly<Record<CodeLanguage, string>> = {
  pytorch: 'PyTorch',
  numpy: 'NumPy',
  jax: 'JAX',
  learn2learn: 'learn2learn',
  onnxruntime: 'ONNX Runtime',
  tensorflowjs: 'TensorFlow.js',
};

const WRITERS: Readonly<Record<CodeLanguage, (request: CodeRequest) => string>> = {
  pytorch: pytorchCode,
  numpy: numpyCode,
  jax: jaxCode,
  learn2learn: learn2learnCode,
  onnxruntime: onnxRuntimeCode,
  tensorflowjs: tensorflowCode,
};

/** Those in which networks that read points are written. */
const OF_READERS: ReadonlySet<CodeLanguage> = new Set<CodeLanguage>(['pytorch', 'onnxruntime']);

const OPENERS: Readonly<Record<WeightFormat, readonly CodeLanguage[]>> = {
  safetensors: ['pytorch', 'numpy', 'jax', 'learn2learn'],
  npz: ['numpy', 'pytorch', 'jax', 'learn2learn'],
  onnx: ['onnxruntime'],
  tfjs: ['tensorflowjs'],
  json: ['pytorch', 'numpy', 'jax', 'learn2learn'],
};

/** Those in which networks that name classes are written, whatever their inner steps. */
const OF_CLASSES: ReadonlySet<CodeLanguage> = new Set<CodeLanguage>([
  'pytorch',
  'onnxruntime',
  'tensorflowjs',
]);

/** Those that are written for networks that name classes; JAX of plain steps and of an optimiser's alone. */
function ofClasses(format: WeightFormat, moving: Moving): CodeLanguage[] {
  if (moving === 'context') return [];
  return OPENERS[format].filter(
    (language) => OF_CLASSES.has(language) || (language === 'jax' && moving !== 'stepRates'),
  );
}

/**
 * What opens the file; learn2learn takes plain gradient steps on parameters with the same rates in all of them, which an oracle, a context, a head that is
 * solved for, an optimiser and rates of each step do not. Networks that read points are written out in PyTorch, and run by ONNX Runtime; those
 * that name classes, in PyTorch and JAX, and run by ONNX Runtime and TensorFlow.js; those whose head is solved for, in PyTorch alone.
 */
export function languagesFor(
  { weights, format }: Pick<CodeRequest, 'weights' | 'format'>,
  optimiser: StatefulOptimiser | null = null,
): CodeLanguage[] {
  const { architecture } = weights.network;
  // The statistics of the support set would have to be handed on to the queries, through every layer.
  if (sharedStatistics(architecture) === 'support') return [];
  if (readsPoints(architecture)) {
    return OPENERS[format].filter(
      (language) => OF_READERS.has(language) && holdsNetwork(format, architecture),
    );
  }
  if (!isWrittenOut(weights)) return [];
  if (solvesClasses(weights)) return OPENERS[format].filter((language) => language === 'pytorch');
  const moving = movingOf(weights);
  if (namesClasses(weights)) return ofClasses(format, moving);
  const takesPlainSteps =
    optimiser === null && (moving === 'all' || moving === 'head' || moving === 'ownRates');
  return OPENERS[format].filter((language) => takesPlainSteps || language !== 'learn2learn');
}

/** A whole program. */
export function codeFor(language: CodeLanguage, request: CodeRequest): string {
  const units = unitsText(request.weights);
  if (units === null) return linesFor(language, request);
  return `${language === 'tensorflowjs' ? '//' : '#'} ${units}\n${linesFor(language, request)}`;
}

function linesFor(language: CodeLanguage, request: CodeRequest): string {
  if (solvesClasses(request.weights)) return classHeadCode(request);
  const isReader = language === 'pytorch' && readsPoints(request.weights.network.architecture);
  return isReader ? rememberingCode(request) : WRITERS[language](request);
}

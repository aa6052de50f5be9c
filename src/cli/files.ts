/** Reading what a user names, and writing so that a file is there as a whole or not at all. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlaygroundError } from '#core/errors.ts';
import { badInput } from '#formats/bad-input.ts';
import type { Activation } from '#models/activations.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import {
  activationMissing,
  type ReadWeights,
  readWeights as readAnyWeights,
  severalFound,
} from '#formats/read-weights.ts';
import { decodedText } from '#formats/text.ts';
import type { WeightsFile } from '#formats/weights-file.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** @throws PlaygroundError if there is no such file or it cannot be read. */
export async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    const code = codeOf(error);
    throw badInput(path, 'a file that can be read', code === 'ENOENT' ? 'none' : code);
  });
}

/** @throws PlaygroundError if there is no such file or it is no text. */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  const text = bytes.length === 0 ? '' : decodedText(bytes);
  if (text === null) throw badInput(path, 'text', 'other bytes');
  return text;
}

/** An error with the file that it comes from. */
function withFile(path: string, error: unknown): unknown {
  if (!(error instanceof PlaygroundError)) return error;
  return new PlaygroundError(error.code, `${path}: ${error.message}`, error.hint);
}

/** Adds to an error from whose file it comes. */
export function ofFile<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw withFile(path, error);
  }
}

/** The same of work that takes its time. */
export async function ofFileInTime<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw withFile(path, error);
  }
}

/** What the command line says of a network made elsewhere. */
export interface NetworkFlags {
  readonly network?: string;
  readonly activation?: Activation;
}

/** What was read, one network or a run, and what stands beside it in the file. */
export type ReadNetwork = Extract<ReadWeights, { kind: 'weights' | 'checkpoint' }>;

const CONVERT = 'npm run cli -- convert IN OUT.safetensors';

/**
 * Weights or a checkpoint from the bytes of a file.
 * @throws PlaygroundError naming the place in it, or what the flags should tell.
 */
export function networkOf(bytes: Uint8Array, { network, activation }: NetworkFlags = {}): ReadNetwork {
  const read = readAnyWeights(bytes, { network: network ?? null, activation: activation ?? null });
  if (read.kind === 'severalNetworks') {
    const [first = 'NAME'] = read.names;
    throw severalFound(read.names, `${CONVERT} --network ${first} writes a file with this one.`);
  }
  if (read.kind === 'activationUnknown') {
    const { code, message } = activationMissing(read.told);
    throw new PlaygroundError(code, message, `${CONVERT} --activation relu writes a file that tells it.`);
  }
  const { architecture } = read.kind === 'weights' ? read.weights.network : read.checkpoint.settings;
  if (activation !== undefined && activation !== architecture.activation) {
    throw badInput('--activation', `${architecture.activation}, as the file tells`, activation);
  }
  return read;
}

/** The weights in the bytes of a file, or those of a checkpoint. @throws PlaygroundError naming the place in it. */
export function weightsOf(bytes: Uint8Array, flags: NetworkFlags = {}): WeightsFile {
  const read = networkOf(bytes, flags);
  return read.kind === 'weights' ? read.weights : weightsOfCheckpoint(read.checkpoint);
}

/** Weights of any format that is read. @throws PlaygroundError naming the file and the place in it. */
export async function readWeights(path: string, flags: NetworkFlags = {}): Promise<WeightsFile> {
  const bytes = await readBytes(path);
  return ofFile(path, () => weightsOf(bytes, flags));
}

/** Writes beside the place, moves that there if `mayReplace`, and leaves nothing beside it. */
async function writeBeside(
  path: string,
  content: Uint8Array | string,
  mayReplace: boolean,
  where = path,
): Promise<void> {
  const aside = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(aside, content, { flush: true });
    if (mayReplace) await rename(aside, path);
  } catch (error) {
    throw badInput(where, 'a place that can be written', codeOf(error));
  } finally {
    // It is gone where it was moved; where it cannot be removed, what went wrong before is told.
    await rm(aside, { force: true }).catch(() => undefined);
  }
}

/** Writes beside the place first: whoever reads it, or pulls the plug, finds the old file or the new one. */
export function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  return writeBeside(path, content, true);
}

/** Tries a place before hours are spent on what goes there. @throws PlaygroundError if no file can be written. */
export async function expectWritable(path: string, flag: string): Promise<void> {
  if (path.trim() === '') throw badInput(flag, 'a file to write', 'nothing');
  const present = await stat(path).catch(() => null);
  if (present?.isDirectory() === true) throw badInput(flag, 'a file to write', `the folder ${path}`);
  await writeBeside(path, '', false, `${flag} ${path}`);
}

export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

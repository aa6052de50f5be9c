/** Python as scripts/test-interop.mjs has found it, one process for each program. */
import { spawnSync } from 'node:child_process';

/** Python and where its packages are; `null` where they could not be had. */
export interface Python {
  readonly command: string;
  readonly packages: string;
}

const env = process.env;
const torch = env['INTEROP_TORCH'] ?? 'python3';
const pip = env['INTEROP_PIP'] ?? '';

function optional(command: string, packages: string | undefined): Python | null {
  return packages === undefined || packages === '' || command === '' ? null : { command, packages };
}

export const TORCH: Python = { command: torch, packages: '' };
export const TORCH_WITH_SAFETENSORS = optional(torch, env['INTEROP_SAFETENSORS']);
export const JAX = optional(pip, env['INTEROP_JAX']);
export const ONNX = optional(pip, env['INTEROP_ONNX']);
export const LEARN2LEARN = env['INTEROP_LEARN2LEARN'] === 'yes' ? TORCH_WITH_SAFETENSORS : null;

/** What a program prints, run in a folder. */
export function runPython({ command, packages }: Python, program: string, folder: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, ['-'], {
    cwd: folder,
    input: program,
    encoding: 'utf8',
    env: { ...env, ...(packages === '' ? {} : { PYTHONPATH: packages }), PYTHONIOENCODING: 'utf-8' },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`Expected a program that runs, found:\n${program}\n${stderr}`);
  return stdout;
}

/** The JSON behind a word on a line of its own. */
export function answerOf(output: string): unknown {
  const line = output.split('\n').findLast((text) => text.startsWith('ANSWER '));
  if (line === undefined) throw new Error(`Expected a line “ANSWER …”, found:\n${output}`);
  return JSON.parse(line.slice('ANSWER '.length));
}

/** The same, of numbers. */
export function numbersOf(output: string): number[] {
  const answer = answerOf(output);
  if (!Array.isArray(answer)) throw new Error(`Expected numbers, found ${JSON.stringify(answer)}.`);
  return answer.map(Number);
}

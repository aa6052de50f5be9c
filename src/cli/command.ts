/** What all commands have in common: their surroundings, choices on the command line, and an engine while they need it. */
import { type Command, Option } from 'commander';
import { TENSOR_BACKENDS, type TensorBackendName } from '#core/backend.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { type Console, createConsole, type TextStream } from './console.ts';
import { ENGINE_WISHES, type EngineWish, type HeadlessHost } from './host/headless-engine.ts';
import { HOST_NAMES, type HostName, openHost } from './host/open-host.ts';
import type { Interruption } from './interruption.ts';
import { badInput } from '#formats/bad-input.ts';
import { numberOf } from './flags.ts';

/** What a command line is given by whoever runs it: by the process, or by a test within its own. */
export interface CliContext {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly interruption: Interruption;
}

/** What a command is given: its surroundings, and whether machines listen. */
export interface CommandContext extends CliContext {
  /** `--json`, which the program gives every command: events on stdout, text on stderr. */
  readonly json: boolean;
}

/** Flags of every command that computes. */
export interface EngineFlags {
  readonly engine: EngineWish;
  readonly host?: HostName;
  readonly threads?: string;
  readonly backend?: TensorBackendName;
}

/** More threads than anyone has cores. */
const MOST_THREADS = 256;

export function addEngineFlags(command: Command, usual: EngineWish = 'preferred'): void {
  command.addOption(
    new Option(
      '--engine <name>',
      'fused: kernels on WebGPU; wasm: on the processor; tensor: TensorFlow.js; preferred: fused on a GPU, else wasm',
    )
      .choices(ENGINE_WISHES)
      .default(usual),
  );
  command.option('--threads <count>', 'threads of the wasm engine, which change no bit (default: all cores)');
  command.addOption(
    new Option(
      '--backend <name>',
      'what the tensor engine computes on; cpu is plain JavaScript, with the same bits everywhere (default: the best)',
    ).choices(TENSOR_BACKENDS),
  );
  addHostFlag(command);
}

/** Flags of every command that reads networks made elsewhere. */
export function addNetworkFlags(command: Command): void {
  command
    .option('--network <name>', 'which one, where a file made elsewhere holds several')
    .addOption(
      new Option('--activation <name>', 'where a file made elsewhere tells none, or an unknown one').choices(
        ACTIVATIONS,
      ),
    );
}

export function addHostFlag(command: Command): void {
  command.addOption(
    new Option(
      '--host <name>',
      'where it runs (default: Node, or headless Chromium for what Node lacks)',
    ).choices(HOST_NAMES),
  );
}

/** The console of a command. */
export function commandConsole({ stdout, stderr, json }: CommandContext): Console {
  return createConsole({ json, stdout, stderr, now: () => performance.now() });
}

/** For a command whose stdout is its answer, unless machines listen: all text goes to stderr. */
export function pipedConsole(context: CommandContext): Console {
  const { stderr } = context;
  if (context.json) return commandConsole(context);
  return createConsole({ json: false, stdout: stderr, stderr, now: () => performance.now() });
}

/** Runs `work` with an engine, and closes it afterwards. @throws PlaygroundError for flags that do not go together. */
export async function withHost<Result>(
  { engine, host, threads, backend }: EngineFlags,
  work: (opened: HeadlessHost) => Promise<Result>,
): Promise<Result> {
  if (engine === 'wasm' && backend !== undefined) {
    throw badInput('--backend', 'the tensor engine, or the fused one', `--engine ${engine}`);
  }
  const count = threads === undefined ? null : wholeOf('threads', threads, 1, MOST_THREADS);
  const opened = await openHost(engine, {
    host: host ?? null,
    backend: backend ?? null,
    threads: count,
  });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Says which engine computes, and why not another. */
export async function sayEngine(console: Console, { name, engine }: HeadlessHost): Promise<void> {
  const report = await engine.report();
  const place = name === 'node' ? 'Node' : 'headless Chromium';
  console.say(
    `${report.engine} engine in ${place} on ${report.adapter}${report.emulated ? ' (emulated)' : ''}`,
  );
  for (const refusal of report.refusals) console.say(`The tensor engine stepped in: ${refusal}`);
  console.event('engine', { host: name, ...report });
}

/** A whole number of a flag. @throws PlaygroundError naming the flag. */
export function wholeOf(
  flag: string,
  text: string,
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): number {
  const number = numberOf(text);
  if (Number.isInteger(number) && number >= minimum && number <= maximum) return number;
  const most =
    maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw badInput(`--${flag}`, `a whole number ${most}`, `“${text}”`);
}

/** Whole numbers of a flag, with commas. @throws PlaygroundError naming the flag. */
export function wholesOf(flag: string, text: string, minimum: number, maximum?: number): number[] {
  return text.split(',').map((part) => wholeOf(flag, part, minimum, maximum));
}

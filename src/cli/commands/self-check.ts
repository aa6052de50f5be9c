/** `self-check`: whether the engines compute rightly on this machine, a line for each check. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { type TensorBackendName, TENSOR_BACKENDS } from '#core/backend.ts';
import { english } from '#core/saying.ts';
import { checksOn, type OracleCase, type SelfCheck, selfChecks } from '#training/self-check.ts';
import type { CheckedEngine } from '#worker/self-check/finding.ts';
import { makeCheck } from '#worker/self-check/make-check.ts';
import { readOracleCase } from '#formats/oracle-case.ts';
import { addHostFlag, type CommandContext, commandConsole, sayEngine, withHost } from '../command.ts';
import { type Console, counted, table } from '../console.ts';
import type { ExitName } from '../exit-codes.ts';
import type { EngineWish, HeadlessHost } from '../host/headless-engine.ts';
import type { HostName } from '../host/open-host.ts';

interface SelfCheckFlags {
  readonly backend: TensorBackendName;
  readonly host?: HostName;
}

const FOLDERS = ['', 'optimisers/', 'heads/'].map(
  (folder) => new URL(`../../../tests/oracle/${folder}`, import.meta.url),
);

/** What computes on a backend. */
const ENGINES_OF: Readonly<Record<TensorBackendName, readonly EngineWish[]>> = {
  webgpu: ['fused', 'tensor'],
  webgl: ['tensor'],
  cpu: ['wasm', 'tensor'],
};

const HELP = `
Each engine of the backend adapts and takes meta-gradients on the cases of tests/oracle, which hold what PyTorch finds in
float64 (of heads of classes, what plain arithmetic finds); moves θ a little, and compares with the meta-gradient; and trains 20 meta-steps, which the processor takes again. Cases
of inner optimisers, of MAML++ and of heads of classes are not for the fused engine, which has no kernels for them.
The page makes the same check of a visitor’s GPU: the backend’s badge opens it.

Examples:
  npm run selfcheck
  npm run selfcheck -- --backend cpu`;

async function readCases(): Promise<OracleCase[]> {
  const ofFolders = FOLDERS.map(async (folder) => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
    return Promise.all(
      names.map(async (name) =>
        readOracleCase(await readFile(new URL(name, folder), 'utf8'), fileURLToPath(folder) + name),
      ),
    );
  });
  return (await Promise.all(ofFolders)).flat();
}

function checkedEngine({ engine }: HeadlessHost): CheckedEngine {
  return { ...engine, begin: (settings, start) => engine.begin(settings, start, null) };
}

/** Makes all checks of an engine. Tells how many failed. */
async function checkAll(
  console: Console,
  name: EngineWish,
  host: HeadlessHost,
  checks: readonly SelfCheck[],
): Promise<number> {
  const rows = [['check', 'largest error', 'allowed', 'result']];
  const failed: string[] = [];
  for (const [index, check] of checks.entries()) {
    console.progress(`${name} engine, check ${index + 1} of ${checks.length}`);
    const result = await makeCheck(checkedEngine(host), check);
    const { error, tolerance, passed } = result;
    const [caseName, found] = [english(check.name), english(result.found)];
    console.event('check', { engine: name, kind: check.kind, name: caseName, ...result, found });
    if (!passed) failed.push(`  ${check.kind}, ${caseName}: ${found}`);
    const digits = [error.toExponential(1), tolerance.toExponential(0)];
    rows.push([`${check.kind}, ${caseName}`, ...digits, passed ? 'passed' : 'FAILED']);
  }
  console.say('');
  await sayEngine(console, host);
  console.say(table(rows));
  if (failed.length > 0) console.say(`Wrong:\n${failed.join('\n')}`);
  return failed.length;
}

async function run({ backend, host }: SelfCheckFlags, context: CommandContext): Promise<ExitName> {
  const console = commandConsole(context);
  const checks = selfChecks(await readCases());
  let failed = 0;
  for (const engine of ENGINES_OF[backend]) {
    // SIMD units compute on no backend of TensorFlow.js.
    const on = engine === 'wasm' ? { engine } : { engine, backend };
    const place = host === undefined ? on : { ...on, host };
    const own = checksOn(backend, engine === 'fused' ? 'fused' : 'tensor', checks);
    failed += await withHost(place, (opened) => checkAll(console, engine, opened, own));
  }
  console.say(failed === 0 ? '\nEvery check passed.' : `\n${counted(failed, 'check')} failed.`);
  return failed === 0 ? 'ok' : 'checkFailed';
}

export function selfCheckCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('self-check')
    .description('Checks that the engines compute rightly on this machine.')
    .addOption(new Option('--backend <name>', 'what is checked').choices(TENSOR_BACKENDS).default('webgpu'));
  addHostFlag(command);
  return command.addHelpText('after', HELP).action(async (flags: SelfCheckFlags) => {
    exit(await run(flags, context));
  });
}

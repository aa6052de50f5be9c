/** The whole command line as a function: words in, text and an exit status out; what belongs to a process is in `main.ts`. */
import { loadFamilies } from '#families/family-of.ts';
import { format } from 'node:util';
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import type { CliContext, CommandContext } from './command.ts';
import { adaptCommandLine } from './commands/adapt.ts';
import { convertCommandLine } from './commands/convert.ts';
import { evaluateCommandLine } from './commands/evaluate.ts';
import { metaGradientCommandLine } from './commands/meta-gradient.ts';
import { reproduceCommandLine } from './commands/reproduce.ts';
import { scriptCommandLine } from './commands/script.ts';
import { selfCheckCommandLine } from './commands/self-check.ts';
import { trainCommandLine } from './commands/train.ts';
import { provideExamples } from './curve-files.ts';
import type { TextStream } from './console.ts';
import { describeExitCodes, errorEvent, EXIT_CODES, type ExitName, exitOf } from './exit-codes.ts';

const COMMANDS = [
  trainCommandLine,
  evaluateCommandLine,
  adaptCommandLine,
  metaGradientCommandLine,
  convertCommandLine,
  reproduceCommandLine,
  scriptCommandLine,
  selfCheckCommandLine,
] as const;

/** Where the parser writes its help and errors, and how wide. */
function outputOf({ stdout, stderr }: CliContext): OutputConfiguration {
  const widthOf = ({ isTTY, columns }: TextStream) => (isTTY === true ? (columns ?? 80) : 80);
  return {
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHelpWidth: () => widthOf(stdout),
    getErrHelpWidth: () => widthOf(stderr),
  };
}

function createProgram(context: CommandContext, exit: (name: ExitName) => void): Command {
  const program = new Command('npm run cli --')
    .description('Meta-learning without a page: the engines of the playground in Node or headless Chromium.')
    .addHelpText('after', `\n${describeExitCodes()}`);
  for (const create of COMMANDS) {
    const command = create(context, exit)
      .option('--json', 'an event a line as JSON on stdout, text on stderr', false)
      .addHelpText('after', `\n${describeExitCodes()}`);
    program.addCommand(command.helpCommand(false).showSuggestionAfterError());
  }
  // Every command inherits nothing once it is added, so each is told.
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput(outputOf(context));
  }
  return program;
}

/** Says what went wrong, to machines as well if they listen. */
function tell(thrown: unknown, { stdout, stderr, json }: CommandContext): ExitName {
  const exit = exitOf(thrown);
  if (exit === 'ok') return exit;
  if (thrown instanceof PlaygroundError) {
    const { message, hint } = thrown;
    stderr.write(`error: ${message}${hint === '' ? '' : `\n${hint}`}\n`);
  } else if (!(thrown instanceof CommanderError)) {
    // Commander has said its own already.
    stderr.write(`${format(thrown)}\n`);
  }
  if (json) stdout.write(`${JSON.stringify({ event: 'error', ...errorEvent(thrown) })}\n`);
  return exit;
}

/**
 * Runs a command line to its end, whatever comes of it: errors are told on stderr.
 * @param words as after `npm run cli --`
 * @returns the exit status
 */
export async function runCommandLine(words: readonly string[], context: CliContext): Promise<number> {
  let exit: ExitName = 'ok';
  const given = { ...context, json: words.includes('--json') };
  try {
    provideExamples();
    await loadFamilies();
    const program = createProgram(given, (name) => {
      exit = name;
    });
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    exit = tell(error, given);
  }
  return EXIT_CODES[exit].status;
}

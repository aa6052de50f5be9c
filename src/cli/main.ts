/** The command line: `npm run cli -- <command>`. */
import { Command, CommanderError } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { adaptCommandLine } from './commands/adapt.ts';
import { convertCommandLine } from './commands/convert.ts';
import { evaluateCommandLine } from './commands/evaluate.ts';
import { metaGradientCommandLine } from './commands/meta-gradient.ts';
import { reproduceCommandLine } from './commands/reproduce.ts';
import { selfCheckCommandLine } from './commands/self-check.ts';
import { trainCommandLine } from './commands/train.ts';
import { describeExitCodes, errorEvent, EXIT_CODES, type ExitName, exitOf } from './exit-codes.ts';
import { watchInterruption } from './interruption.ts';

const COMMANDS = [
  trainCommandLine,
  evaluateCommandLine,
  adaptCommandLine,
  metaGradientCommandLine,
  convertCommandLine,
  reproduceCommandLine,
  selfCheckCommandLine,
] as const;

function createProgram(exit: (name: ExitName) => void): Command {
  const context = { interruption: watchInterruption() };
  const program = new Command('npm run cli --')
    .description('Meta-learning without a page: the engines of the playground in Node or headless Chromium.')
    .addHelpText('after', `\n${describeExitCodes()}`);
  for (const create of COMMANDS) {
    const command = create(context, exit).addHelpText('after', `\n${describeExitCodes()}`);
    program.addCommand(command.helpCommand(false).showSuggestionAfterError());
  }
  // Every command inherits nothing once it is added, so each is told.
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}

/** Says what went wrong, to machines as well if they listen. */
function tell(thrown: unknown): ExitName {
  const exit = exitOf(thrown);
  if (exit === 'ok') return exit;
  if (thrown instanceof PlaygroundError) {
    const { message, hint } = thrown;
    console.error(`error: ${message}${hint === '' ? '' : `\n${hint}`}`);
  } else if (!(thrown instanceof CommanderError)) {
    // Commander has said its own already.
    console.error(thrown);
  }
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ event: 'error', ...errorEvent(thrown) }));
  }
  return exit;
}

// Whoever reads may stop reading (`| head`), which is no reason to stop a training.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

let status: ExitName = 'ok';
try {
  await createProgram((name) => {
    status = name;
  }).parseAsync();
} catch (error) {
  status = tell(error);
}
// Dawn's threads and a browser's pipes would keep the process; output is flushed first.
process.stdout.write('', () => process.exit(EXIT_CODES[status].status));

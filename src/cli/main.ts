/** The command line as a process: `npm run cli -- <command>`. */
import { watchInterruption } from './interruption.ts';
import { runCommandLine } from './program.ts';

const { argv, stdout, stderr } = process;

// Whoever reads may stop reading (`| head`), which is no reason to stop a training.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const interruption = watchInterruption();
const status = await runCommandLine(argv.slice(2), { stdout, stderr, interruption });
// Dawn's threads and a browser's pipes would keep the process; output is flushed first.
stdout.write('', () => process.exit(status));

/** A screen that nobody sees: a window on it has WebGL, which a headless Firefox lacks, and MiniBrowser needs one. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

const SIZE = '1600x1200x24';
/** The file descriptor by which Xvfb tells which display it has become. */
const TELLS = 3;

export interface Screen {
  /** For the environment of what draws on it. */
  readonly display: string;
  readonly close: () => void;
}

/** Starts an X server on the next free display. */
export async function openScreen(): Promise<Screen> {
  const server = spawn('Xvfb', ['-displayfd', String(TELLS), '-screen', '0', SIZE, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (status) => reject(new Error(`Expected a screen, Xvfb ended with ${status}.`)));
    const told = server.stdio[TELLS] as Readable;
    told.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()));
  });
  return { display: `:${number}`, close: () => server.kill() };
}

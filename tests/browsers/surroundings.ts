/** What a browser is started in: a home of its own, and a screen that nobody sees. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { openScreen } from './screen.ts';

export interface Surroundings {
  /** The home; `downloads` below it takes what is saved. */
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly close: () => Promise<void>;
}

/** Makes a home in which no browser has ever been started. */
export async function newSurroundings(): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), 'browser-home-'));
  await mkdir(join(folder, 'downloads'));
  await mkdir(join(folder, '.config'));
  // By this the desktop's own browsers know where downloads go.
  await writeFile(join(folder, '.config/user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/downloads"\n');
  const screen = await openScreen();
  return {
    folder,
    environment: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, '.config'),
      DISPLAY: screen.display,
      LANG: 'C.UTF-8',
    },
    close: async () => {
      screen.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

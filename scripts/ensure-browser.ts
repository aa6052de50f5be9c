/** Installs a Chromium where none is found: Debian's own as root, else Playwright's. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findChromium } from '../src/cli/host/chromium.ts';

function run(command: string, argumentList: string[]): boolean {
  console.log(`No browser found: ${command} ${argumentList.join(' ')}`);
  return spawnSync(command, argumentList, { stdio: 'inherit' }).status === 0;
}

function installWithApt(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  return run('apt-get', ['update']) && run('apt-get', install) && findChromium() !== null;
}

const found = findChromium() !== null || existsSync(chromium.executablePath());
if (!found && !installWithApt() && !run('npx', ['playwright', 'install', 'chromium'])) {
  console.error('Expected a Chromium: install one, or name it in CHROMIUM_PATH.');
  process.exitCode = 1;
}

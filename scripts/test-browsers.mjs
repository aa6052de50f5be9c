/**
 * `npm run test:browsers`: the built page in stock Firefox and in WebKitGTK's MiniBrowser, on a screen that nobody sees.
 *
 * Needed are Xvfb, and a Firefox (or FIREFOX_PATH) or WebKitWebDriver with MiniBrowser; where there is no graphics card, WebGPU computes on
 * Mesa's Vulkan driver. Debian has all of them, and they are installed where apt-get may. What cannot be had is skipped and named.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { ensureDependencies, run } from './setup.mjs';

const DEBIAN = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'mesa-vulkan-drivers'];
const PAGE = '.cache/browsers/page';
const REPORT = '.cache/vitest-browsers.json';

/** The first of these programs that there is, or an empty text. */
function program(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? '';
}

/** Entries of a folder that begin or end so, with the folder before them. */
function entries(folder, isWanted) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter(isWanted)
        .map((name) => join(folder, name))
    : [];
}

/** MiniBrowser lies among the library's own programs, where each distribution has them. */
function miniBrowser() {
  const roots = ['/usr/lib', '/usr/lib64', '/usr/libexec'];
  const folders = [
    ...roots,
    ...roots.flatMap((root) => entries(root, (name) => name.endsWith('-linux-gnu'))),
  ];
  const libraries = folders.flatMap((folder) => entries(folder, (name) => name.startsWith('webkit')));
  return libraries.map((library) => join(library, 'MiniBrowser')).find((path) => existsSync(path)) ?? '';
}

function findBrowsers() {
  const driver = program('WebKitWebDriver');
  const mini = miniBrowser();
  return {
    screen: program('Xvfb'),
    firefox: process.env.FIREFOX_PATH ?? program('firefox-esr', 'firefox'),
    driver: mini === '' ? '' : driver,
    mini: driver === '' ? '' : mini,
  };
}

function installDebian() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log(`Installing ${DEBIAN.join(', ')}…`);
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...DEBIAN]);
}

ensureDependencies();
if (Object.values(findBrowsers()).includes('')) installDebian();
const { screen, firefox, driver, mini } = findBrowsers();
if (firefox === '')
  console.log('Without Firefox (Debian: firefox-esr; or FIREFOX_PATH=…): its tests are skipped.');
if (driver === '') {
  console.log(
    'Without WebKitWebDriver and MiniBrowser (Debian: webkit2gtk-driver): their tests are skipped.',
  );
}
if (screen === '' || (firefox === '' && driver === '')) {
  const lacking = screen === '' ? 'Xvfb (Debian: xvfb)' : 'any of these browsers';
  console.log(
    `Skipped, nothing was tested: browsers other than Chromium cannot run here without ${lacking}.`,
  );
  process.exit(0);
}
Object.assign(process.env, {
  BROWSERS_PAGE: PAGE,
  BROWSERS_FIREFOX: firefox,
  BROWSERS_WEBKIT_DRIVER: driver,
  BROWSERS_MINIBROWSER: mini,
});
const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${REPORT}`];
process.exitCode =
  run('npx', ['vite', 'build', '--logLevel', 'warn', '--outDir', PAGE]) ||
  run('npx', [
    'vitest',
    'run',
    '--config',
    'vitest.browsers.config.ts',
    ...reporters,
    ...process.argv.slice(2),
  ]);

/** WebKitGTK's own MiniBrowser by WebKitWebDriver. Six commands of the protocol need no library; those that speak it bring dozens of packages. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { DrivenBrowser, Json, PageWork, Place } from './driven-browser.ts';
import type { Surroundings } from './surroundings.ts';

/** How the protocol names an element in what it sends. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** The key Enter, as the protocol writes it. */
const ENTER = '\uE007';
const MILLISECONDS_OF_A_MOVE = 30;
const MOST_SCRIPT_MILLISECONDS = 120_000;
const MOST_LOAD_MILLISECONDS = 60_000;
const START_ATTEMPTS = 100;

type Command = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('Expected a port, found none.');
  return address.port;
}

/** Commands for whoever answers at an address. */
function commander(address: string): Command {
  return async (method, path, body) => {
    const response = await fetch(`${address}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
}

async function isListening(address: string, driver: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
    if (driver.exitCode !== null) break;
    const answer = await fetch(`${address}/status`).catch(() => null);
    if (answer !== null) return;
    await setTimeout(100);
  }
  throw new Error('Expected WebKitWebDriver to answer, it does not.');
}

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserName: string; readonly browserVersion: string };
}

interface Outcome<Result> {
  readonly result?: Result;
  readonly failure?: string;
}

/** Asks for the result of work, which may take its time. */
async function evaluate<Arguments extends readonly Json[], Result extends Json>(
  command: Command,
  work: PageWork<Arguments, Result>,
  values: Arguments,
): Promise<Result> {
  const script = `
    const [values, tell] = arguments;
    Promise.resolve().then(() => (${work.toString()})(...values)).then(
      (result) => tell({ result }),
      (error) => tell({ failure: String(error) }),
    );
  `;
  const outcome = (await command('POST', '/execute/async', { script, args: [values] })) as Outcome<Result>;
  if (outcome.failure !== undefined) throw new Error(outcome.failure);
  return outcome.result as Result;
}

function moveTo({ x, y }: Place, duration: number): object {
  return { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration, origin: 'viewport' };
}

/** Key presses, one after the other. */
function strokes(text: string): object {
  const actions = Array.from(text, (value) => [
    { type: 'keyDown', value },
    { type: 'keyUp', value },
  ]).flat();
  return { actions: [{ type: 'key', id: 'keyboard', actions }] };
}

function pathOfMouse(from: Place, path: readonly Place[]): object {
  const actions = [
    moveTo(from, 0),
    { type: 'pointerDown', button: 0 },
    ...path.map((place) => moveTo(place, MILLISECONDS_OF_A_MOVE)),
    { type: 'pointerUp', button: 0 },
  ];
  return { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] };
}

/** Starts a MiniBrowser that has never been anywhere, and its driver. */
export async function startMiniBrowser(
  driverPath: string,
  binary: string,
  { folder, environment }: Surroundings,
): Promise<DrivenBrowser> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const driver = spawn(driverPath, [`--port=${port}`], { env: environment, stdio: 'ignore' });
  await isListening(address, driver);
  const options = { binary, args: ['--automation'] };
  const opened = (await commander(address)('POST', '/session', {
    capabilities: { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } },
  })) as Session;
  const command = commander(`${address}/session/${opened.sessionId}`);
  // One that never ends would hold up every command behind it.
  await command('POST', '/timeouts', { script: MOST_SCRIPT_MILLISECONDS, pageLoad: MOST_LOAD_MILLISECONDS });
  const { browserName, browserVersion } = opened.capabilities;
  return {
    title: `${browserName}/${browserVersion}`,
    downloads: join(folder, 'downloads'),
    goTo: async (url) => {
      await command('POST', '/url', { url });
    },
    reload: async () => {
      await command('POST', '/refresh', {});
    },
    evaluate: async (work, ...values) => evaluate(command, work, values),
    drag: async (from, path) => {
      await command('POST', '/actions', pathOfMouse(from, path));
    },
    enter: async (text) => {
      await command('POST', '/actions', strokes(`${text}${ENTER}`));
    },
    chooseFile: async (selector, path) => {
      const found = (await command('POST', '/element', { using: 'css selector', value: selector })) as {
        readonly [ELEMENT]: string;
      };
      await command('POST', `/element/${found[ELEMENT]}/value`, { text: path });
    },
    screenshot: async () => Buffer.from((await command('GET', '/screenshot')) as string, 'base64'),
    resize: async (width, height) => {
      await command('POST', '/window/rect', { x: 0, y: 0, width, height });
      // The window's own bars take their share.
      const inner = await evaluate(command, () => ({ width: innerWidth, height: innerHeight }), []);
      const rect = { width: 2 * width - inner.width, height: 2 * height - inner.height };
      await command('POST', '/window/rect', { x: 0, y: 0, ...rect });
    },
    close: async () => {
      await command('DELETE', '');
      driver.kill();
    },
  };
}

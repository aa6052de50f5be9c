/** The page's engine client over real sessions on SIMD units, each of which may end at any moment: a run loses none of its bits. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { simdKernels } from '../../../src/cli/host/simd-kernels.ts';
import { createEngineClient } from '#engine/client.ts';
import type { ConnectionListener, EngineConnection } from '#engine/connection.ts';
import type { AnswerOf, Command } from '#engine/protocol.ts';
import { english } from '#core/saying.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { openBackend } from '#worker/open-backend.ts';
import { openEngine } from '#worker/open-engine.ts';
import { createSession } from '#worker/session.ts';
import { openSimdUnits, type SimdUnits } from '#worker/simd-units.ts';

const KERNELS = `data:application/wasm;base64,${Buffer.from(await simdKernels()).toString('base64')}`;
const ARCHITECTURE = { layerSizes: [1, 8, 8, 1], activation: 'relu' } as const;
const SETTINGS = { ...DEFAULT_SETTINGS, architecture: ARCHITECTURE, metaBatch: 4, iterations: 100_000 };
const START = { network: initialiseNetwork(ARCHITECTURE, 'glorot', 1), rates: null };
const KILLS = 20;

/** Time goes by when somebody looks at the clock, so that states are reported often and each worker has lasted. */
function createClock(): () => number {
  let time = 0;
  return () => {
    time += 50;
    return time;
  };
}

/** A worker in this very thread: what it says is not heard any more once it has been killed. */
function startWorker(listener: ConnectionListener, now: () => number) {
  let isAlive = true;
  let units: SimdUnits | null = null;
  const nobody = () => undefined;
  const session = createSession({
    openBackend: (request) => {
      const open = async () => {
        units = await openSimdUnits(KERNELS, { count: 1, whyOne: 'oneCore' }, nobody);
      };
      return openBackend(request, open, nobody);
    },
    createEngine: (report, tuning, distrusted) =>
      openEngine(report, units, tuning, distrusted, { show: nobody, tell: nobody }),
    report: (report) => {
      if (isAlive) listener.progress(structuredClone(report));
    },
    tuned: nobody,
    breathe: () => nextTurn(),
    isLost: () => Promise.resolve(false),
    now,
  });
  const connection: EngineConnection = {
    send: (name, request) =>
      new Promise((resolve, reject) => {
        const command = { id: 0, name, request } as Command;
        session.run(structuredClone(command)).then(
          (answer) => isAlive && resolve(answer as AnswerOf<typeof name>),
          (error: unknown) => isAlive && reject(error),
        );
      }),
    close: () => {
      isAlive = false;
    },
    abandon: nobody,
  };
  const kill = () => {
    isAlive = false;
    listener.lost({ code: 'engine-failed', message: 'It was killed.', hint: '' });
    // Nobody hears of it: it would compute on for ever.
    void session.run({ id: 0, name: 'pause', request: null });
  };
  return { connection, kill };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextTurn();
}

/** Trains so many iterations through so many kills: the last state, and how often another worker went on. */
async function train(kills: number, steps: number) {
  const now = createClock();
  const nobody = () => undefined;
  let kill = nobody as () => void;
  let iteration = 0;
  let recoveries = 0;
  const client = createEngineClient({
    connect: (listener) => {
      const worker = startWorker(listener, now);
      kill = worker.kill;
      return worker.connection;
    },
    listener: {
      progress: (report) => {
        iteration = report.iteration;
      },
      restored: (restored) => {
        iteration = restored;
      },
      recovered: () => {
        recoveries += 1;
      },
      engine: nobody,
      threads: nobody,
      refused: nobody,
      tuned: nobody,
      silent: nobody,
      lost: nobody,
      failed: ({ message }) => expect.unreachable(english(message)),
    },
    remembered: () => ({ tunings: {}, verdicts: {}, measured: {} }),
    now,
  });
  await client.open('wasm');
  await client.begin({ settings: SETTINGS, start: START });
  const over = client.train(steps);
  for (let killed = 0; killed < kills; killed++) {
    const goal = ((killed + 1) * steps) / (kills + 1);
    await until(() => iteration >= goal);
    kill();
    await until(() => recoveries > killed);
  }
  await over;
  const snapshot: TrainingSnapshot | null = await client.send('snapshot', null);
  return { snapshot, recoveries };
}

test(`a run that loses its worker ${KILLS} times ends in the bits of one that never does`, async () => {
  const steps = 4000;
  const undisturbed = await train(0, steps);
  expect(undisturbed.snapshot?.iteration).toBe(steps);
  const disturbed = await train(KILLS, steps);
  expect(disturbed.recoveries).toBe(KILLS);
  expect(disturbed.snapshot).toEqual(undisturbed.snapshot);
}, 60_000);

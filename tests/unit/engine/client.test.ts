/** The engine outlives its workers: whatever is lost, the answers and the run are as if nothing had been. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BackendName, type BackendReport, backendsInOrder, isPassedOver } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { createEngineClient, type EngineClient } from '#engine/client.ts';
import type { ConnectionListener, EngineConnection } from '#engine/connection.ts';
import type { AnswerOf, CommandName, RequestOf } from '#engine/protocol.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { ROOMY } from '../../fakes/roomy.ts';

const STEP_MILLISECONDS = 50;
const STATE_MILLISECONDS = 500;
const LOSS = { code: 'engine-failed', message: 'The GPU stopped computing.', hint: '' } as const;
const { network, rates } = startingContestant(DEFAULT_SETTINGS);
const BEGIN = { settings: DEFAULT_SETTINGS, start: { network, rates } };

/** A meta-step whose result depends on everything before it. */
function stepped({ iteration, parameters, firstMoment, secondMoment }: TrainingSnapshot): TrainingSnapshot {
  const [theta = 0, moment = 0] = [parameters[0], firstMoment[0]];
  const direction = Math.sin(theta + iteration);
  return {
    iteration: iteration + 1,
    parameters: Float32Array.of(theta - 0.1 * moment),
    firstMoment: Float32Array.of(0.9 * moment + direction),
    secondMoment,
  };
}

const FIRST: TrainingSnapshot = {
  iteration: 0,
  parameters: Float32Array.of(1),
  firstMoment: Float32Array.of(0),
  secondMoment: Float32Array.of(0),
};

/** A worker that trains and answers in virtual time, as `worker/session.ts` does. */
class ModelWorker implements EngineConnection {
  readonly asked: { name: CommandName; request: unknown }[] = [];
  readonly listener: ConnectionListener;
  readonly works: (backend: BackendName) => boolean | 'emulated';
  isOver = false;
  private isHung = false;
  private state: TrainingSnapshot | null = null;
  private endTraining: (() => void) | null = null;
  private readonly refuse = new Set<(error: Error) => void>();

  constructor(listener: ConnectionListener, works: (backend: BackendName) => boolean | 'emulated') {
    this.listener = listener;
    this.works = works;
  }

  private report(withState: boolean): void {
    if (this.state === null || this.isOver) return;
    const none = {
      firstIteration: this.state.iteration,
      lossBefore: new Float32Array(),
      lossAfter: new Float32Array(),
    };
    const state = withState ? this.state : null;
    this.listener.progress({
      iteration: this.state.iteration,
      learned: { network, rates },
      losses: none,
      rate: 1,
      state,
    });
  }

  private train(steps: number | null): Promise<null> {
    let left = steps ?? Infinity;
    let sinceState = 0;
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        if (this.isOver || this.isHung) clearInterval(timer);
        else if (left <= 0) this.endTraining?.();
        else if (this.state !== null) {
          this.state = stepped(this.state);
          left -= 1;
          sinceState += STEP_MILLISECONDS;
          const isDue = sinceState >= STATE_MILLISECONDS;
          if (isDue) sinceState = 0;
          this.report(isDue);
        }
      }, STEP_MILLISECONDS);
      this.endTraining = () => {
        clearInterval(timer);
        this.endTraining = null;
        this.report(true);
        resolve(null);
      };
    });
  }

  private answer(name: CommandName, request: never): Promise<unknown> {
    switch (name) {
      case 'open': {
        const choice: RequestOf<'open'> = request;
        const { backend: requested } = choice;
        const order = backendsInOrder(choice);
        const backend = order.find((candidate) => this.works(candidate) === true);
        if (backend === undefined) return Promise.reject(new PlaygroundError('backend-unavailable', 'None.'));
        const report: BackendReport = {
          backend,
          adapter: 'model',
          emulated: false,
          limits: ROOMY,
          requested,
          refused: order.slice(0, order.indexOf(backend)).map((refused) => ({
            backend: refused,
            reason: 'None.',
            ...(this.works(refused) === 'emulated' ? { isEmulated: true } : {}),
          })),
        };
        return this.after(30, report);
      }
      case 'begin':
        this.state = FIRST;
        return this.after(5, null);
      case 'restore': {
        const { snapshot }: RequestOf<'restore'> = request;
        this.state = snapshot;
        return this.after(5, null);
      }
      case 'train': {
        const { steps }: RequestOf<'train'> = request;
        return this.train(steps);
      }
      case 'pause':
        this.endTraining?.();
        return this.after(1, null);
      case 'snapshot':
        return this.after(3, this.state);
      case 'evaluate': {
        const { first }: RequestOf<'evaluate'> = request;
        return this.after(40, Float32Array.of(first));
      }
      case 'watch':
      case 'adapt':
      case 'predict':
      case 'cellErrors':
      case 'gauge':
      case 'follow':
      case 'features':
      case 'contexts':
      case 'mapPlane':
      case 'mapLosses':
      case 'twoTaskPlane':
      case 'twoTaskPull':
      case 'dissect':
      case 'taskDirection':
      case 'misfit':
      case 'beginTrial':
      case 'advanceTrial':
      case 'endTrial':
      case 'selfCheck':
        return Promise.reject(new Error(`The model has no ${name}.`));
      default:
        return name satisfies never;
    }
  }

  private after<Answer>(milliseconds: number, answer: Answer): Promise<Answer> {
    return new Promise((resolve) => {
      setTimeout(() => {
        if (!this.isOver && !this.isHung) resolve(answer);
      }, milliseconds);
    });
  }

  send<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
    this.asked.push({ name, request });
    return new Promise((resolve, reject) => {
      if (this.isOver) {
        reject(new PlaygroundError('engine-failed', 'The engine was closed.'));
        return;
      }
      this.refuse.add(reject);
      this.answer(name, request as never).then((answer) => resolve(answer as AnswerOf<Name>), reject);
    });
  }

  /** Neither answers nor ends. */
  hang(): void {
    this.isHung = true;
    this.listener.silent(true);
  }

  lose(): void {
    if (this.isOver) return;
    this.listener.lost(LOSS);
    this.close();
  }

  abandon(): void {
    this.lose();
  }

  close(): void {
    this.isOver = true;
    for (const refuse of this.refuse) refuse(new PlaygroundError('engine-failed', 'The engine was closed.'));
  }
}

interface Heard {
  readonly what: 'silent' | 'speaks' | 'lost' | 'restored' | 'recovered' | 'failed';
  readonly to?: BackendName;
}

function clientOfModels(works: (backend: BackendName) => boolean | 'emulated' = () => true) {
  const workers: ModelWorker[] = [];
  const heard: Heard[] = [];
  let wasSilent = false;
  const client: EngineClient = createEngineClient({
    connect: (listener) => {
      const worker = new ModelWorker(listener, works);
      workers.push(worker);
      return worker;
    },
    listener: {
      progress: () => undefined,
      engine: () => undefined,
      refused: () => undefined,
      silent: (isSilent) => {
        if (isSilent !== wasSilent) heard.push({ what: isSilent ? 'silent' : 'speaks' });
        wasSilent = isSilent;
      },
      threads: () => undefined,
      tuned: () => undefined,
      lost: () => heard.push({ what: 'lost' }),
      restored: () => heard.push({ what: 'restored' }),
      recovered: ({ backend }) => heard.push({ what: 'recovered', to: backend }),
      failed: () => heard.push({ what: 'failed' }),
    },
    remembered: () => ({ tunings: {}, verdicts: {}, measured: {} }),
    now: () => performance.now(),
  });
  const worker = (): ModelWorker => {
    const last = workers.at(-1);
    if (last === undefined) throw new Error('Expected a worker.');
    return last;
  };
  return { client, workers, worker, heard };
}

async function passing<Answer>(promise: Promise<Answer>, milliseconds = 100): Promise<Answer> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  return promise;
}

/** What an undisturbed run of so many meta-steps ends with. */
function undisturbed(steps: number): TrainingSnapshot {
  let state = FIRST;
  for (let step = 0; step < steps; step++) state = stepped(state);
  return state;
}

function evaluation(first: number): RequestOf<'evaluate'> {
  return { network, rates: 0.01, sees: 'points', settings: DEFAULT_SETTINGS, first, count: 1 };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is owed', () => {
  test('when the engine is lost is answered by the next one', async () => {
    const { client, worker, heard } = clientOfModels();
    await passing(client.open(null));
    const answer = client.send('evaluate', evaluation(3));
    await vi.advanceTimersByTimeAsync(10);
    worker().lose();
    expect(await passing(answer)).toEqual(Float32Array.of(3));
    expect(heard).toEqual([{ what: 'lost' }, { what: 'recovered', to: 'webgpu' }]);
  });

  test('while the next one opens waits for it', async () => {
    const { client, worker } = clientOfModels();
    await passing(client.open(null));
    worker().lose();
    expect(await passing(client.send('evaluate', evaluation(4)))).toEqual(Float32Array.of(4));
  });

  test('is refused where nothing can be opened any more, and so is what follows', async () => {
    let isThere = true;
    const { client, worker, heard } = clientOfModels(() => isThere);
    await passing(client.open(null));
    const answer = client.send('evaluate', evaluation(5));
    const refusal = expect(answer).rejects.toMatchObject({ code: 'backend-unavailable' });
    isThere = false;
    worker().lose();
    await vi.advanceTimersByTimeAsync(10);
    await refusal;
    expect(heard.at(-1)).toEqual({ what: 'failed' });
    await expect(client.send('snapshot', null)).rejects.toMatchObject({ code: 'engine-failed' });
  });

  test('of an engine that fails by itself fails as it says', async () => {
    const { client } = clientOfModels();
    await passing(client.open(null));
    const gauge = client.send('mapPlane', {} as never);
    await expect(gauge).rejects.toThrow('The model has no mapPlane.');
  });
});

describe('a training', () => {
  test('through a hundred losses at any moments ends with the same bits as an undisturbed one', async () => {
    const moment = fc.integer({ min: 10_001, max: 14_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 100, maxLength: 100 }), async (moments) => {
        const { client, worker, workers, heard } = clientOfModels();
        await passing(client.open(null));
        await passing(client.begin(BEGIN));
        const steps = 36_000;
        const trained = client.train(steps);
        for (const pause of moments) {
          // Never three within half a minute: each third would move to another backend.
          await vi.advanceTimersByTimeAsync(pause + 5000);
          worker().lose();
        }
        await vi.advanceTimersByTimeAsync(STEP_MILLISECONDS * steps);
        await trained;
        const final = await passing(client.send('snapshot', null));
        expect(final).toEqual(undisturbed(steps));
        const recoveries = heard.filter(({ what }) => what === 'recovered').length;
        expect(recoveries).toBe(100);
        expect(workers).toHaveLength(101);
      }),
      { numRuns: 1 },
    );
  }, 60_000);

  test('that is lost goes back by less than the time between two reports of its state', async () => {
    const { client, worker, workers } = clientOfModels();
    await passing(client.open(null));
    await passing(client.begin(BEGIN));
    void client.train(null);
    await vi.advanceTimersByTimeAsync(2600);
    const reached = Math.floor(2600 / STEP_MILLISECONDS);
    worker().lose();
    await vi.advanceTimersByTimeAsync(100);
    expect(workers).toHaveLength(2);
    const restored = worker().asked.find(({ name }) => name === 'restore')?.request;
    expect(restored).toMatchObject({ settings: DEFAULT_SETTINGS });
    const { snapshot } = restored as RequestOf<'restore'>;
    const most = STATE_MILLISECONDS / STEP_MILLISECONDS + 2;
    expect(snapshot.iteration).toBeGreaterThan(reached - most);
    expect(snapshot).toEqual(undisturbed(snapshot.iteration));
  });

  test('that was told to pause when the engine was lost does not go on', async () => {
    const { client, worker } = clientOfModels();
    await passing(client.open(null));
    await passing(client.begin(BEGIN));
    const trained = client.train(null);
    await vi.advanceTimersByTimeAsync(700);
    const paused = client.pause();
    worker().lose();
    expect(await passing(Promise.all([trained, paused]), 200)).toEqual([null, null]);
    expect(worker().asked.map(({ name }) => name)).not.toContain('train');
  });

  test('that is told to pause while the next engine opens does not go on', async () => {
    const { client, worker } = clientOfModels();
    await passing(client.open(null));
    await passing(client.begin(BEGIN));
    const trained = client.train(null);
    await vi.advanceTimersByTimeAsync(700);
    worker().lose();
    const paused = client.pause();
    expect(await passing(Promise.all([trained, paused]), 200)).toEqual([null, null]);
    expect(worker().asked.map(({ name }) => name)).not.toContain('train');
  });

  test('moves to a backend that is chosen without losing a step', async () => {
    const { client, worker, workers } = clientOfModels();
    await passing(client.open(null));
    await passing(client.begin(BEGIN));
    const trained = client.train(30);
    await vi.advanceTimersByTimeAsync(700);
    await passing(client.open('webgl'));
    await vi.advanceTimersByTimeAsync(2000);
    await trained;
    expect(workers).toHaveLength(2);
    expect(worker().asked.map(({ name }) => name)).toEqual(['open', 'restore', 'train']);
    expect(await passing(client.send('snapshot', null))).toEqual(undisturbed(30));
  });
});

describe('an engine that hangs', () => {
  test('is told of until it is restarted, and the run goes on in the next', async () => {
    const { client, worker, heard } = clientOfModels();
    await passing(client.open(null));
    await passing(client.begin(BEGIN));
    const trained = client.train(100);
    await vi.advanceTimersByTimeAsync(2600);
    worker().hang();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(heard.at(-1)).toEqual({ what: 'silent' });
    client.restart();
    await vi.advanceTimersByTimeAsync(STEP_MILLISECONDS * 100);
    await trained;
    expect(heard.slice(-4).map(({ what }) => what)).toEqual(['lost', 'speaks', 'restored', 'recovered']);
    expect(await passing(client.send('snapshot', null))).toEqual(undisturbed(100));
  });

  test('while it opens is restarted as well', async () => {
    const { client, worker, workers } = clientOfModels();
    const opened = client.open(null);
    worker().hang();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(workers).toHaveLength(1);
    client.restart();
    expect((await passing(opened)).backend).toBe('webgpu');
    expect(workers).toHaveLength(2);
  });
});

describe('a backend that is lost again and again', () => {
  test('gives way to the next, and the report says which and why', async () => {
    const { client, worker, heard } = clientOfModels();
    expect((await passing(client.open(null))).backend).toBe('webgpu');
    for (let loss = 0; loss < 3; loss++) {
      worker().lose();
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(heard.filter(({ what }) => what === 'recovered').map(({ to }) => to)).toEqual([
      'webgpu',
      'webgpu',
      'webgl',
    ]);
  });

  test('gives way to the one after the next where the next cannot be opened', async () => {
    const { client, worker, heard } = clientOfModels((backend) => backend !== 'webgl');
    await passing(client.open(null));
    for (let loss = 0; loss < 3; loss++) {
      worker().lose();
      await vi.advanceTimersByTimeAsync(500);
    }
    await vi.advanceTimersByTimeAsync(6000);
    expect(heard.at(-1)).toEqual({ what: 'recovered', to: 'wasm' });
  });

  test('does not wait for one whose adapter software emulates', async () => {
    const { client, worker, heard } = clientOfModels((backend) => backend !== 'webgl' || 'emulated');
    await passing(client.open('webgpu'));
    for (let loss = 0; loss < 3; loss++) {
      worker().lose();
      await vi.advanceTimersByTimeAsync(400);
    }
    expect(heard.at(-1)).toEqual({ what: 'recovered', to: 'wasm' });
  });

  test('makes way for what has passed the self-check: the page names the next, the visitor did not', async () => {
    const { client, worker } = clientOfModels();
    await passing(client.open('webgpu'));
    for (let loss = 0; loss < 3; loss++) {
      worker().lose();
      await vi.advanceTimersByTimeAsync(500);
    }
    const request = worker().asked.find(({ name }) => name === 'open')?.request as RequestOf<'open'>;
    const verdicts = { 'webgl, A': ['tensor'], 'webgpu, B': ['tensor'] } as const;
    expect(request.backend).toBe('webgl');
    expect(isPassedOver({ backend: 'webgl', adapter: 'A' }, request, verdicts)).toBe(true);
    expect(isPassedOver({ backend: 'webgpu', adapter: 'B' }, request, verdicts)).toBe(false);
  });

  test('while it opens gives way as well', async () => {
    const { client, workers, worker } = clientOfModels();
    const opened = client.open(null);
    for (let loss = 0; loss < 3; loss++) {
      await vi.advanceTimersByTimeAsync(10);
      worker().lose();
    }
    const report = await passing(opened);
    expect(report).toMatchObject({ backend: 'webgl', requested: null, refused: [{ backend: 'webgpu' }] });
    expect(workers).toHaveLength(4);
  });

  test('is not left for losses that are far apart', async () => {
    const { client, worker, heard } = clientOfModels();
    await passing(client.open(null));
    for (let loss = 0; loss < 10; loss++) {
      await vi.advanceTimersByTimeAsync(20_000);
      worker().lose();
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(heard.every(({ to }) => to === undefined || to === 'webgpu')).toBe(true);
  });

  test('ends with an error when nothing is left', async () => {
    const { client, worker, heard } = clientOfModels();
    await passing(client.open(null));
    for (let loss = 0; loss < 12 && heard.at(-1)?.what !== 'failed'; loss++) {
      worker().lose();
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(heard.at(-1)).toEqual({ what: 'failed' });
    // Whoever chooses one begins anew.
    expect((await passing(client.open('cpu'))).backend).toBe('cpu');
  });

  test('is asked for again before another takes its place', async () => {
    let isThere = true;
    const { client, worker, workers, heard } = clientOfModels((backend) => backend !== 'webgpu' || isThere);
    await passing(client.open(null));
    isThere = false;
    worker().lose();
    await vi.advanceTimersByTimeAsync(1000);
    isThere = true;
    await vi.advanceTimersByTimeAsync(3000);
    expect(workers).toHaveLength(4);
    expect(heard.at(-1)).toEqual({ what: 'recovered', to: 'webgpu' });
  });
});

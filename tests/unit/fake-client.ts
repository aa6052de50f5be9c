/** A page without a worker: clients that remember what they were asked and answer at once. */
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingSnapshot, Trajectory } from '#core/meta-engine.ts';
import type { Tuning } from '#core/tuning.ts';
import type { EngineClient, EngineListener } from '#engine/client.ts';
import type { AnswerOf, CommandName, RequestOf } from '#engine/protocol.ts';
import { createPlaygroundStore } from '#store/playground.ts';
import type { TuningMemory } from '#store/state.ts';
import { deferred, settled } from './promises.ts';

export type Answers = { [Name in CommandName]: (request: RequestOf<Name>) => Promise<AnswerOf<Name>> };

export const SNAPSHOT: TrainingSnapshot = {
  iteration: 7,
  parameters: Float32Array.of(1),
  firstMoment: Float32Array.of(2),
  secondMoment: Float32Array.of(3),
};

export const TRAJECTORY: Trajectory = {
  supportLoss: new Float32Array(),
  queryLoss: new Float32Array(),
  gradientNorm: new Float32Array(),
  distanceMoved: new Float32Array(),
  predictions: [],
  adapted: new Float32Array(),
};

export class FakeClient implements EngineClient {
  readonly order: CommandName[] = [];
  readonly asked: { [Name in CommandName]: RequestOf<Name>[] } = {
    open: [],
    begin: [],
    restore: [],
    train: [],
    pause: [],
    snapshot: [],
    adapt: [],
    evaluate: [],
  };
  readonly listener: EngineListener;
  private readonly refuse: (() => void)[] = [];
  closed = false;
  private endTraining: (answer: null) => void = () => {};
  private readonly answers: Answers;

  constructor(listener: EngineListener, answers: Partial<Answers>) {
    this.listener = listener;
    this.answers = {
      open: async ({ backend }) => ({
        backend: backend ?? 'webgl',
        adapter: 'fake',
        emulated: false,
        requested: backend,
        refused: [],
      }),
      begin: async () => null,
      restore: async () => null,
      train: async () => {
        const ending = deferred<null>();
        this.endTraining = (answer) => ending.resolve(answer);
        return ending.promise;
      },
      pause: async () => {
        this.endTraining(null);
        return null;
      },
      snapshot: async () => SNAPSHOT,
      adapt: async ({ parameters }) => parameters.map(() => TRAJECTORY),
      evaluate: async ({ count, settings }) => new Float32Array(count * (settings.innerSteps + 1)),
      ...answers,
    };
  }

  send<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
    this.order.push(name);
    this.asked[name].push(request);
    return new Promise((resolve, reject) => {
      this.refuse.push(() => reject(new PlaygroundError('engine-failed', 'The engine was closed.')));
      this.answers[name](request).then(resolve, reject);
    });
  }

  close(): void {
    this.closed = true;
    for (const refuse of this.refuse) refuse();
  }
}

/** A store and, in order, the clients that it started. */
export function storeWithFakes(answers: Partial<Answers> = {}) {
  const clients: FakeClient[] = [];
  const tunings: Record<string, Tuning> = {};
  const memory: TuningMemory = {
    recall: () => ({ ...tunings }),
    remember: (adapter, tuning) => {
      tunings[adapter] = tuning;
    },
  };
  const store = createPlaygroundStore((listener) => {
    const client = new FakeClient(listener, answers);
    clients.push(client);
    return client;
  }, memory);
  return {
    store,
    clients,
    state: () => store.getState(),
    /** The client of the moment. */
    client: (): FakeClient => {
      const client = clients.at(-1);
      if (client === undefined) throw new Error('Expected an engine to have been started.');
      return client;
    },
  };
}

export type FakePage = ReturnType<typeof storeWithFakes>;

/** A page whose engine is ready and has adapted. */
export async function openPage(answers: Partial<Answers> = {}): Promise<FakePage> {
  const page = storeWithFakes(answers);
  await page.state().openEngine(null);
  await settled();
  return page;
}

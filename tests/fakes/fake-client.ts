/** A page without a worker: clients that remember what they were asked and answer at once. */
import { seriesOf } from '#training/series.ts';
import type { MeasuredChoices, Verdicts } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import type { TrainingSnapshot, Trajectory } from '#training/meta-engine.ts';
import type { CheckResult, OracleCase } from '#training/self-check.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import type { Tuning } from '#core/tuning.ts';
import type { ConnectionListener, EngineConnection } from '#engine/connection.ts';
import type { AnswerOf, CommandName, DissectedTask, RequestOf } from '#engine/protocol.ts';
import type { Manifest, ShippedId } from '#formats/manifest.ts';
import type { Origin, WeightsFile } from '#formats/weights-file.ts';
import type { ShippedWeights } from '#store/contestants/shipped-weights.ts';
import { createPlaygroundStore, type TuningMemory } from '#store/playground.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { fakeKeeping } from './fake-keeping.ts';
import { fakePictures } from './fake-pictures.ts';
import { deferred, settled } from './promises.ts';
import { ROOMY } from './roomy.ts';

export type Answers = { [Name in CommandName]: (request: RequestOf<Name>) => Promise<AnswerOf<Name>> };

export const SNAPSHOT: TrainingSnapshot = {
  iteration: 7,
  parameters: Float32Array.of(1),
  firstMoment: Float32Array.of(2),
  secondMoment: Float32Array.of(3),
};

export const TRAJECTORY: Trajectory = {
  series: seriesOf(() => new Float32Array()),
  predictions: [],
  adapted: new Float32Array(),
};

/** Adaptation halves its errors. */
export const DISSECTED_TASK: DissectedTask = {
  supportLoss: Float32Array.of(4, 2),
  queryLoss: Float32Array.of(6, 3),
  predictions: [new Float32Array(61), new Float32Array(61)],
};

export const RIGHT: CheckResult = { error: 1e-6, tolerance: 1e-3, passed: true, found: 'losses' };

export class FakeClient implements EngineConnection {
  readonly order: CommandName[] = [];
  readonly asked: { [Name in CommandName]: RequestOf<Name>[] } = {
    open: [],
    begin: [],
    restore: [],
    train: [],
    pause: [],
    watch: [],
    snapshot: [],
    adapt: [],
    predict: [],
    evaluate: [],
    cellErrors: [],
    gauge: [],
    follow: [],
    features: [],
    contexts: [],
    mapPlane: [],
    mapLosses: [],
    twoTaskPlane: [],
    twoTaskPull: [],
    dissect: [],
    taskDirection: [],
    misfit: [],
    beginTrial: [],
    advanceTrial: [],
    endTrial: [],
    selfCheck: [],
  };
  readonly listener: ConnectionListener;
  private readonly refuse: (() => void)[] = [];
  closed = false;
  private endTraining: (answer: null) => void = () => {};
  private readonly answers: Answers;

  constructor(listener: ConnectionListener, answers: Partial<Answers>) {
    this.listener = listener;
    this.answers = {
      open: async ({ backend }) => ({
        backend: backend ?? 'webgl',
        adapter: 'fake',
        emulated: false,
        limits: ROOMY,
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
      watch: async () => null,
      snapshot: async () => SNAPSHOT,
      adapt: async ({ parameters }) => parameters.map(() => TRAJECTORY),
      features: async ({ network: { parameters }, task }) => {
        const places = new Float32Array(2 * (task.support.count + task.query.count));
        const found = { places, betweenClasses: 0 };
        return { adapted: parameters, shares: [], before: found, after: found };
      },
      contexts: async ({ tasks }) => ({ places: new Float32Array(2 * tasks), shares: [] }),
      predict: async () => ({ series: TRAJECTORY.series, predictions: [] }),
      cellErrors: async ({ cells, settings }) => new Float32Array(cells.length * (settings.innerSteps + 1)),
      evaluate: async ({ count, settings }) => ({
        losses: new Float32Array(count * (settings.innerSteps + 1)),
      }),
      gauge: async () => ({
        angle: 0,
        relativeDifference: 0,
        exactNorm: 0,
        firstOrderNorm: 0,
        layers: [],
      }),
      follow: async ({ parameters }) =>
        parameters.map((start) => ({ parameters: [start], supportLoss: [0], queryLoss: [0] })),
      mapPlane: async ({ parameters, centre }) => {
        const origin = parameters[centre] ?? new Float32Array();
        return { plane: { origin, across: origin, up: origin }, principal: 0, paths: [] };
      },
      mapLosses: async ({ points }) => {
        const zeros = new Float32Array(points.length / 2);
        return { support: zeros, query: zeros };
      },
      twoTaskPlane: async ({ at: { network } }) => ({
        origin: network.parameters,
        across: network.parameters,
        up: network.parameters,
      }),
      twoTaskPull: async () => ({ ends: [], arrows: [] }),
      dissect: async ({ at, settings }) => ({
        tasks: Array.from({ length: settings.metaBatch }, () => DISSECTED_TASK),
        direction: at.network.parameters.map(() => 1),
      }),
      taskDirection: async ({ at }) => at.network.parameters.map(() => 1),
      misfit: async () => null,
      beginTrial: async () => null,
      advanceTrial: async ({ steps }) => ({ iteration: steps, holds: true }),
      endTrial: async () => null,
      selfCheck: async () => RIGHT,
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

  abandon(): void {
    this.listener.lost({ code: 'engine-failed', message: 'The fake did not answer.', hint: '' });
    this.close();
  }

  close(): void {
    this.closed = true;
    for (const refuse of this.refuse) refuse();
  }
}

/** Weights as a file of that origin has them; `seed` tells files apart. */
export function weightsOf(origin: Origin, seed = 1): WeightsFile {
  const { architecture, ...settings } = { ...DEFAULT_SETTINGS, seed };
  const algorithm = origin === 'random' || origin === 'elsewhere' ? 'maml' : origin;
  const network = initialiseNetwork(
    trainedArchitecture({ ...settings, architecture, algorithm }),
    'glorot',
    seed,
  );
  return {
    network,
    rates: origin === 'metaSgd' ? network.parameters.map(() => 0.02) : null,
    ...(origin === 'cavia'
      ? {
          contextWeights: initialiseContext(network.architecture, settings.contextParameters, 'glorot', seed),
        }
      : {}),
    details: { origin, iteration: 9, settings: { ...settings, algorithm }, evaluation: null },
  };
}

/** What a page ships with; each file is read as its own promise says. */
export class FakeWeights implements ShippedWeights {
  readonly asked: string[] = [];
  private readonly files: Readonly<Record<string, () => Promise<WeightsFile>>>;
  private readonly manifest: Manifest;

  constructor(files: Partial<Record<ShippedId, () => Promise<WeightsFile>>> = {}) {
    this.files = files;
    const contestants = Object.keys(files) as ShippedId[];
    this.manifest = {
      version: 2,
      weights: contestants.map((contestant) => ({
        contestant,
        algorithm: 'maml',
        shots: 5,
        file: contestant,
        iteration: 9,
        command: '',
      })),
      timeline: [],
    };
  }

  async list(): Promise<Manifest> {
    return this.manifest;
  }

  read(file: string): Promise<WeightsFile> {
    this.asked.push(file);
    return this.files[file]?.() ?? Promise.reject(new PlaygroundError('weights-file-damaged', `No ${file}.`));
  }
}

/** With nothing in it: a fake answers all the same. */
const ORACLE: OracleCase = {
  adapts: 'bySteps',
  learner: null,
  name: 'fake',
  at: { network: initialiseNetwork({ layerSizes: [1, 1], activation: 'tanh' }, 'glorot', 1), rates: null },
  loss: 'squaredError',
  alpha: 0.01,
  innerSteps: 1,
  tasks: [],
  expected: {
    meanQueryLossAfterAdaptation: 0,
    supportLossByStep: [],
    queryLossByStep: [],
    adaptedParametersOfTask0: [],
    metaGradients: [],
  },
};

/** A store and, in order, the clients that it started. */
export function storeWithFakes(
  answers: Partial<Answers> = {},
  shippedWeights: ShippedWeights = new FakeWeights(),
  { keeping } = fakeKeeping(),
  known: Verdicts = {},
  pictures = fakePictures(),
) {
  const clients: FakeClient[] = [];
  const tunings: Record<string, Tuning> = {};
  const tuningMemory: TuningMemory = {
    recall: () => ({ ...tunings }),
    remember: (adapter, tuning) => {
      tunings[adapter] = tuning;
    },
  };
  const kept: { verdicts: Verdicts; choices: MeasuredChoices } = { verdicts: known, choices: {} };
  const store = createPlaygroundStore({
    connect: (listener) => {
      const client = new FakeClient(listener, answers);
      clients.push(client);
      return client;
    },
    tuningMemory,
    selfChecking: {
      oracles: () => Promise.resolve([ORACLE]),
      recall: () => kept.verdicts,
      remember: (verdicts) => {
        kept.verdicts = verdicts;
      },
    },
    pace: (hear) => ({ take: hear, flush: () => undefined }),
    choiceMemory: {
      recall: () => kept.choices,
      remember: (choices) => {
        kept.choices = choices;
      },
    },
    shippedWeights,
    keeping,
    pictures: pictures.surroundings,
  });
  return {
    store,
    clients,
    /** What outlives the page. */
    kept,
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

/** The worker tells of the meta-steps up to an iteration, with the run's whole state or without. */
export function report({ state, client }: FakePage, iteration: number, withState: boolean): void {
  const before = state().run?.iteration ?? 0;
  const losses = Float32Array.from({ length: iteration - before }, (_, step) => before + step + 1);
  const { network, rates } = startingContestant(DEFAULT_SETTINGS);
  client().listener.progress({
    iteration,
    learned: { network: { ...network, parameters: network.parameters.map(() => iteration) }, rates },
    losses: { firstIteration: before, lossBefore: losses, lossAfter: losses },
    rate: 1,
    state: withState ? { ...SNAPSHOT, iteration } : null,
  });
}

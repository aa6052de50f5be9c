/**
 * Trains candidates with several seeds and judges each on held-out tasks, a line of JSON for every judgement. What the file
 * of results has already is not computed again, so the same command goes on where it was ended.
 *   npm run search -- candidates.txt --out found.jsonl [--seeds 1,2,3,4,5] [--tasks 20000] [--task-seeds 9001]
 *   npm run search -- shipped --only maml --out found.jsonl    # the recipes of what ships, all or those named
 * Choose by task seeds of the search; judge what was chosen by others, which no choice has seen.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PlaygroundError } from '#core/errors.ts';
import type { Learned } from '#training/learned.ts';
import { remembers } from '#training/learner-facts.ts';
import type { Settings } from '#training/settings.ts';
import { learnedOf } from '#worker/trainer.ts';
import { readWeightsFile, writeWeightsFile } from '#formats/weights-file.ts';
import { evaluateWeights } from '../src/cli/evaluation.ts';
import { seededWeights } from '../src/cli/first-weights.ts';
import { numbersOf, trainCommand } from '../src/cli/flags.ts';
import type { HeadlessEngine } from '../src/cli/host/headless-engine.ts';
import { openHost } from '../src/cli/host/open-host.ts';
import {
  type Judgement,
  questionOf,
  readJudgements,
  writeJudgement,
} from '../src/cli/reproduction/judgements.ts';
import { FOR_REMEMBERING } from '../src/cli/reproduction/training.ts';
import { runTraining } from '../src/cli/training.ts';
import { listedCandidates, shippedCandidates } from './search/candidates.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    only: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '1' },
    tasks: { type: 'string', default: '20000' },
    'task-seeds': { type: 'string', default: '9001' },
    'query-points': { type: 'string', default: '25' },
    /** Support points of the judging; else as many as in training. */
    shots: { type: 'string' },
    threads: { type: 'string', default: '1' },
    /** Where trained weights stay, so that other tasks can judge them later. */
    kept: { type: 'string', default: '.cache/search' },
  },
});
const [list] = positionals;
const { out, kept } = values;
if (list === undefined || out === undefined) throw new Error('Expected a list of candidates, and --out.');
const candidates =
  list === 'shipped' ? shippedCandidates(values.only) : listedCandidates(readFileSync(list, 'utf8'));
const wholes = (text: string) => numbersOf(text, 'numbers with commas');
const tasks = Number(values.tasks);
const queryPoints = Number(values['query-points']);

const STEPS = 10;
const SHOWN_STEPS = [0, 1, 2, 5, 10];

const host = await openHost('wasm', { host: null, threads: Number(values.threads) });
const { engine, backend } = FOR_REMEMBERING;
// TensorFlow.js takes a second to load, and most searches need none of it.
const other = candidates.some(({ settings }) => remembers(settings.algorithm))
  ? await openHost(engine, { host: null, backend })
  : host;

function engineFor({ algorithm }: Settings): HeadlessEngine {
  return (remembers(algorithm) ? other : host).engine;
}

mkdirSync(kept, { recursive: true });

/** The weights that settings train, from the folder where they are. */
async function weightsOf(settings: Settings, command: string): Promise<Learned> {
  const name = createHash('sha256').update(command).digest('hex').slice(0, 16);
  const file = join(kept, `${name}.safetensors`);
  if (existsSync(file)) return readWeightsFile(readFileSync(file));
  const { snapshot } = await runTraining(
    engineFor(settings),
    { settings, ownTasks: null, from: seededWeights(settings), until: settings.iterations, marks: [] },
    { progress: () => undefined, mark: () => Promise.resolve(), keep: () => Promise.resolve() },
    { signal: new AbortController().signal, now: () => performance.now() },
  );
  const learned = learnedOf(settings, snapshot);
  const { architecture: _, ...rest } = settings;
  const { algorithm: origin, iterations: iteration } = settings;
  const details = { origin, iteration, settings: rest, evaluation: null };
  writeFileSync(file, writeWeightsFile({ ...learned, details }));
  return learned;
}

/** What the training says that leaves the rails, in the place of its weights. */
async function weightsOrDivergence(settings: Settings, command: string): Promise<Learned | string> {
  try {
    return await weightsOf(settings, command);
  } catch (error) {
    if (error instanceof PlaygroundError && error.code === 'diverged') return error.message;
    throw error;
  }
}

function say({ name, trainingSeed, taskSeed, byShots, diverged }: Judgement): void {
  const who = `${name}, training seed ${trainingSeed}, tasks of seed ${taskSeed}`;
  if (diverged !== null) console.log(`${who}: ${diverged}`);
  for (const { shots, summaries } of byShots) {
    const cells = SHOWN_STEPS.map((step) => {
      const summary = summaries[step];
      if (summary === undefined) return '';
      const { mean, largest } = summary;
      return `${mean?.toFixed(3) ?? '∞'} (${Math.round(summary.divergedShare * tasks)}, ${largest?.toFixed(1) ?? '∞'})`;
    });
    console.log(`${who}, K = ${shots}: ${cells.join('  ')}`);
  }
}

const known = new Set(
  (existsSync(out) ? readJudgements(readFileSync(out, 'utf8')) : []).map((judgement) =>
    questionOf(
      judgement,
      judgement.byShots.map(({ shots }) => shots),
    ),
  ),
);

for (const trainingSeed of wholes(values.seeds)) {
  for (const { name, settings: unseeded } of candidates) {
    const settings = { ...unseeded, seed: trainingSeed };
    const command = trainCommand(settings, settings.iterations);
    const judgingShots = values.shots === undefined ? [settings.shots] : wholes(values.shots);
    for (const taskSeed of wholes(values['task-seeds'])) {
      const asked = { name, command, trainingSeed, taskSeed, tasks, queryPoints };
      const isKnown = [judgingShots, []].some((shots) => known.has(questionOf(asked, shots)));
      if (isKnown) continue;
      const learned = await weightsOrDivergence(settings, command);
      const plan = { steps: STEPS, tasks, queryPoints, seed: taskSeed, shots: judgingShots };
      const byShots =
        typeof learned === 'string'
          ? []
          : (
              await evaluateWeights(
                engineFor(settings),
                { origin: settings.algorithm, learned, settings },
                plan,
              )
            ).byShots;
      const diverged = typeof learned === 'string' ? learned : null;
      const judgement = {
        ...asked,
        byShots: [...byShots].map(({ shots, summaries }) => ({ shots, summaries: [...summaries] })),
        diverged,
      };
      appendFileSync(out, writeJudgement(judgement));
      say(judgement);
      if (diverged !== null) break;
    }
  }
}
if (other !== host) await other.close();
await host.close();

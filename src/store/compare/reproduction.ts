/** Judging the shipped weights under the papers' settings, row by row of a published table. */
import { PlaygroundError } from '#core/errors.ts';
import { statefulOptimiser } from '#training/inner-optimiser.ts';
import { adaptationOf } from '#training/learned.ts';
import { factsOf } from '#training/learner-facts.ts';
import { type LossSummary, summariseSteps, taskDivergenceThreshold } from '#training/metrics.ts';
import {
  JUDGING_QUERY_POINTS,
  JUDGING_SEED,
  PUBLISHED_TABLES,
  type PublishedCell,
  type PublishedRow,
} from '#training/published.ts';
import type { PublishedTableId } from '#training/published-tables.ts';
import { presetSettings } from '#training/presets.ts';
import { said } from '#core/saying.ts';
import type { Settings } from '#training/settings.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { CONTESTANT_IDS, type ContestantId } from '../contestants/contestants.ts';
import type { ShippedWeights } from '../contestants/shipped-weights.ts';
import { evaluateInCommands } from '../commands.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SliceContext } from '../slice.ts';
import type { ReproductionNeeds } from './published-slice.ts';

/** Where the weights of a row are; `undefined` if they do not ship. */
function fileOf(
  { shippedCurves, benchmark }: Pick<ContestantsSlice, 'shippedCurves' | 'benchmark'>,
  table: PublishedTableId,
  { method, trainedShots }: PublishedRow,
): string | undefined {
  if (table === 'mamlTable2') return shippedCurves[method]?.file;
  return benchmark.find((entry) => entry.method === method && entry.shots === trainedShots)?.file;
}

/** Cells that one adaptation answers: the same points, so many steps. */
function inQuestions(cells: readonly PublishedCell[]): { shots: number; steps: number }[] {
  const shots = [...new Set(cells.map((cell) => cell.shots))];
  return shots.map((count) => ({
    shots: count,
    steps: Math.max(...cells.filter((cell) => cell.shots === count).map(({ step }) => step)),
  }));
}

function judgedSettings(
  { network, details }: WeightsFile,
  { tunedAlpha }: PublishedRow,
  shots: number,
  steps: number,
): Settings {
  return {
    ...details.settings,
    alpha: tunedAlpha ?? details.settings.alpha,
    architecture: network.architecture,
    shots,
    queryPoints: JUDGING_QUERY_POINTS,
    innerSteps: steps,
    seed: JUDGING_SEED,
  };
}

export interface Reproducing {
  /** Judges every cell of a table on so many held-out tasks. @throws the signal's reason once it is aborted. */
  readonly reproduce: (table: PublishedTableId, tasks: number, signal: AbortSignal) => Promise<void>;
  /** The paper's settings for a row, and its weights on the plot. */
  readonly open: (table: PublishedTableId, row: number) => Promise<void>;
}

export function createReproduction(
  { get, set, client }: SliceContext<ReproductionNeeds>,
  shippedWeights: ShippedWeights,
): Reproducing {
  const weightsOf = (table: PublishedTableId, row: PublishedRow): Promise<WeightsFile> => {
    const file = fileOf(get(), table, row);
    if (file !== undefined) return shippedWeights.read(file);
    throw new PlaygroundError(
      'weights-file-damaged',
      said`Expected weights of ${row.method}, found none among what ships with the page.`,
    );
  };

  const reproduce = async (table: PublishedTableId, tasks: number, signal: AbortSignal) => {
    const { rows } = PUBLISHED_TABLES[table];
    const of = tasks * rows.reduce((sum, { cells }) => sum + inQuestions(cells).length, 0);
    let done = 0;
    const show = (more: number) => set({ reproducing: { table, done: done + more, of } });
    show(0);
    /** Summaries of every step. */
    const judge = async (weights: WeightsFile, settings: Settings): Promise<LossSummary[]> => {
      const { network, details } = weights;
      const rates = adaptationOf(details.origin, weights, settings.alpha, statefulOptimiser(settings));
      const evaluation = { network, rates, sees: factsOf(details.origin).sees, settings };
      const [judged] = await evaluateInCommands(client, [evaluation], tasks, signal, show);
      done += tasks;
      const losses = judged?.losses ?? [];
      return summariseSteps(losses, settings.innerSteps + 1, taskDivergenceThreshold(settings));
    };
    const found: (LossSummary | null)[][] = rows.map(({ cells }) => cells.map(() => null));
    for (const [index, row] of rows.entries()) {
      const weights = await weightsOf(table, row);
      for (const { shots, steps } of inQuestions(row.cells)) {
        const summaries = await judge(weights, judgedSettings(weights, row, shots, steps));
        row.cells.forEach((cell, column) => {
          const ours = found[index];
          if (ours !== undefined && cell.shots === shots) ours[column] = summaries[cell.step] ?? null;
        });
        const reproduction = { tasks, rows: found.map((cells) => [...cells]) };
        set({ reproductions: { ...get().reproductions, [table]: reproduction } });
      }
    }
  };

  /** Exactly these of what ships; the user's own stay as they are. */
  const showOnly = async (ids: readonly ContestantId[]) => {
    const { hideContestant, showContestant } = get();
    for (const id of CONTESTANT_IDS) {
      if (!ids.includes(id) && id !== 'live' && id !== 'imported') hideContestant(id);
    }
    await Promise.all(ids.map(showContestant));
  };

  const open = async (table: PublishedTableId, index: number) => {
    const { preset, rows } = PUBLISHED_TABLES[table];
    const row = rows[index];
    if (row === undefined) return;
    const { method: algorithm, trainedShots: shots, tunedAlpha } = row;
    const { seed } = get().settings;
    const settings = presetSettings(preset);
    const alpha = tunedAlpha ?? settings.alpha;
    if (table === 'mamlTable2') {
      await showOnly([...new Set(rows.map(({ method }) => method))]);
    } else {
      get().putContestant({ id: 'imported', ...(await weightsOf(table, row)) });
      await get().showContestant('imported');
    }
    get().changeSettings({ ...settings, alpha, algorithm, shots, queryPoints: shots, seed });
  };

  return { reproduce, open };
}

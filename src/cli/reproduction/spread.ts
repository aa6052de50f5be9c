/** Weights of several training seeds on the same held-out tasks: what of a figure is the recipe's, and what is luck. */
import type { Judgement } from './judgements.ts';
import { figureText, type Table } from './markdown.ts';

const STEPS = [1, 5, 10] as const;

type Summary = Judgement['byShots'][number]['summaries'][number];

/** One training seed on all held-out tasks that judged it. */
interface SeedFigures {
  readonly mean: number;
  /** Half the width of the interval of that mean over the tasks. */
  readonly confidence95: number;
  readonly median: number;
}

/** What is told of a recipe after one of its inner steps. */
export interface Spread {
  /** Of those training seeds whose training came to its end. */
  readonly seeds: readonly SeedFigures[];
  /** All of them, those whose training diverged included. */
  readonly trainingSeeds: number;
  /** Over all training seeds, up to the tenth step. */
  readonly tasks: number;
  readonly diverged: number;
  readonly seedsThatHold: number;
  readonly largest: number;
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is not finite is told as infinitely large. */
function pick(summaries: readonly Summary[], of: 'mean' | 'confidence95' | 'median'): number[] {
  return summaries.map((summary) => summary[of] ?? Infinity);
}

function seedFigures(summaries: readonly Summary[]): SeedFigures {
  const intervals = pick(summaries, 'confidence95');
  return {
    mean: average(pick(summaries, 'mean')),
    // Of independent groups of as many tasks each.
    confidence95: Math.hypot(...intervals) / intervals.length,
    median: average(pick(summaries, 'median')),
  };
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): [Key, Item[]][] {
  return [...new Set(items.map(keyOf))].map((key) => [key, items.filter((item) => keyOf(item) === key)]);
}

/** What judgements of one recipe, on as many support points, come to after so many inner steps. */
export function spreadOf(judgements: readonly Judgement[], shots: number, step: number): Spread {
  const seedGroups = grouped(judgements, ({ trainingSeed }) => trainingSeed);
  const bySeed = seedGroups.flatMap(([, ofSeed]) => {
    if (ofSeed.some(({ diverged }) => diverged !== null)) return [];
    const judged = ofSeed.flatMap(({ tasks, byShots }) => {
      const summaries = byShots.find((entry) => entry.shots === shots)?.summaries;
      return summaries === undefined ? [] : [{ tasks, summaries }];
    });
    return judged.length === 0 ? [] : [judged];
  });
  const lost = ({ tasks, summaries }: { tasks: number; summaries: readonly Summary[] }) =>
    Math.max(...summaries.slice(1).map(({ divergedShare }) => Math.round(divergedShare * tasks)));
  const all = bySeed.flat();
  return {
    seeds: bySeed.map((ofSeed) => seedFigures(ofSeed.flatMap(({ summaries }) => summaries[step] ?? []))),
    trainingSeeds: seedGroups.length,
    tasks: all.reduce((sum, { tasks }) => sum + tasks, 0),
    diverged: all.reduce((sum, judged) => sum + lost(judged), 0),
    seedsThatHold: bySeed.filter((ofSeed) => ofSeed.every((judged) => lost(judged) === 0)).length,
    largest: Math.max(
      ...all.flatMap(({ summaries }) => summaries.slice(1).map(({ largest }) => largest ?? Infinity)),
    ),
  };
}

function numberText(value: number): string {
  return Number.isFinite(value) ? figureText(value) : '∞';
}

function rangeText(values: readonly number[]): string {
  return `${numberText(Math.min(...values))} – ${numberText(Math.max(...values))}`;
}

function spreadRow(name: string, shots: number, spreads: readonly Spread[]): string[] {
  const [first] = spreads;
  if (first === undefined) return [];
  return [
    name,
    `${shots}`,
    ...spreads.map(({ seeds }) => {
      const means = seeds.map(({ mean }) => mean);
      const interval = Math.max(...seeds.map(({ confidence95 }) => confidence95));
      const medians = seeds.map(({ median }) => median);
      return `${numberText(average(means))} (${rangeText(means)}), ± ${numberText(interval)}, median ${numberText(average(medians))}`;
    }),
    `${first.seedsThatHold} of ${first.trainingSeeds}`,
    `${first.diverged} of ${first.tasks.toLocaleString('en')}`,
    numberText(first.largest),
  ];
}

/** A row for each recipe and number of support points, in the order of the judgements. */
export function spreadTable(
  judgements: readonly Judgement[],
  names: Readonly<Record<string, string>>,
): Table {
  const rows: string[][] = [
    ['weights', 'K', ...STEPS.map((step) => `after ${step}`), 'seeds that hold', 'diverged', 'largest error'],
  ];
  for (const [id, ofRecipe] of grouped(judgements, ({ name }) => name)) {
    const judgedShots = [...new Set(ofRecipe.flatMap(({ byShots }) => byShots.map(({ shots }) => shots)))];
    if (judgedShots.length === 0) {
      const seeds = new Set(ofRecipe.map(({ trainingSeed }) => trainingSeed)).size;
      const nothing = STEPS.map(() => 'training diverged');
      rows.push([names[id] ?? id, '–', ...nothing, `0 of ${seeds}`, '–', '–']);
    }
    for (const shots of judgedShots.toSorted((a, b) => a - b)) {
      const spreads = STEPS.map((step) => spreadOf(ofRecipe, shots, step));
      rows.push(spreadRow(names[id] ?? id, shots, spreads));
    }
  }
  return rows;
}

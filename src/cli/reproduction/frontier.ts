/** What a search tried, as a table and as a picture: the error after one inner step against that after ten. */
import { scaleLinear } from 'd3-scale';
import { MAML_TABLE_2 } from '#training/published.ts';
import type { Judgement } from './judgements.ts';
import { figureText, type Table } from './markdown.ts';

const SHOTS = MAML_TABLE_2.shots;
const [ONE, , TEN] = MAML_TABLE_2.steps;

type Summaries = Judgement['byShots'][number]['summaries'];

function summariesOf({ byShots }: Judgement): Summaries {
  return byShots.find(({ shots }) => shots === SHOTS)?.summaries ?? byShots[0]?.summaries ?? [];
}

/** The flags of a candidate, without those that all commands have. */
function flagsOf({ command }: Judgement): string {
  return command.replace('npm run cli -- train ', '');
}

function meanText(mean: number | null | undefined): string {
  return mean === null || mean === undefined ? '∞' : figureText(mean);
}

/** A row for each judgement, in their order; the number is that in the picture. */
export function triedTable(judgements: readonly Judgement[]): Table {
  const rows = judgements.map((judgement, index) => {
    const summaries = summariesOf(judgement);
    const lost = Math.max(
      ...summaries.slice(1).map(({ divergedShare }) => Math.round(divergedShare * judgement.tasks)),
    );
    const largest = summaries.slice(1).map((summary) => summary.largest ?? Infinity);
    const figures =
      judgement.diverged === null
        ? [
            ...MAML_TABLE_2.steps.map((step) => meanText(summaries[step]?.mean)),
            `${lost}`,
            meanText(largest.every(Number.isFinite) ? Math.max(...largest) : null),
          ]
        : ['training diverged', '–', '–', '–', '–'];
    return [`${index + 1}`, `\`${flagsOf(judgement)}\``, ...figures];
  });
  return [
    ['no.', 'candidate', ...MAML_TABLE_2.steps.map((step) => `after ${step}`), 'diverged', 'largest'],
    ...rows,
  ];
}

interface Point {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly isOurs: boolean;
}

const SIZE = { width: 760, height: 520 } as const;
const MARGIN = { left: 64, right: 24, top: 24, bottom: 56 } as const;
/** Beyond these lie candidates that learned nothing worth comparing. */
const FRAME = { x: [0.55, 0.9], y: [0.18, 0.38] } as const;

function pointsOf(judgements: readonly Judgement[]): Point[] {
  const found = judgements.flatMap((judgement, index): Point[] => {
    const [x, y] = [ONE, TEN].map((step) => summariesOf(judgement)[step]?.mean ?? null);
    const isOfShots = judgement.byShots.some(({ shots }) => shots === SHOTS);
    if (!isOfShots || x === null || y === null || x === undefined || y === undefined) return [];
    return [{ label: `${index + 1}`, x, y, isOurs: true }];
  });
  const [published] = MAML_TABLE_2.rows;
  const [one, , ten] = published.errors;
  const within = ({ x, y }: Point) => x <= FRAME.x[1] && y <= FRAME.y[1];
  return [...found, { label: 'paper', x: one, y: ten, isOurs: false }].filter(within);
}

/** An SVG picture of the candidates that were judged on as many points as the paper's Table 2. */
export function frontierPicture(judgements: readonly Judgement[]): string {
  const x = scaleLinear(FRAME.x, [MARGIN.left, SIZE.width - MARGIN.right]);
  const y = scaleLinear(FRAME.y, [SIZE.height - MARGIN.bottom, MARGIN.top]);
  const text = (left: number, top: number, words: string, anchor = 'middle') =>
    `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const across = x.ticks(6).map((value) => {
    const left = x(value);
    const line = `<path d="M${left.toFixed(1)} ${MARGIN.top}V${SIZE.height - MARGIN.bottom}"/>`;
    return `${line}${text(left, SIZE.height - MARGIN.bottom + 18, value.toFixed(2))}`;
  });
  const up = y.ticks(6).map((value) => {
    const top = y(value);
    const line = `<path d="M${MARGIN.left} ${top.toFixed(1)}H${SIZE.width - MARGIN.right}"/>`;
    return `${line}${text(MARGIN.left - 8, top + 4, value.toFixed(2), 'end')}`;
  });
  const marks = pointsOf(judgements).map(({ label, isOurs, ...at }) => {
    const [left, top] = [x(at.x), y(at.y)];
    const dot = `<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="4" class="${isOurs ? 'ours' : 'paper'}"/>`;
    return `${dot}${text(left + 7, top - 5, label, 'start')}`;
  });
  const style =
    'text{font:11px sans-serif;fill:#1b1d22}path{stroke:#d5d7dd}.ours{fill:#1f5fe0}.paper{fill:#c96a00}rect{fill:#fff}';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img">`,
    '<title>Mean query error after one inner step and after ten, of every candidate of the search</title>',
    `<style>${style}</style><rect width="100%" height="100%"/>`,
    ...across,
    ...up,
    ...marks,
    text((MARGIN.left + SIZE.width) / 2, SIZE.height - 12, `MSE after ${ONE} step`),
    `<g transform="rotate(-90 16 ${SIZE.height / 2})">${text(16, SIZE.height / 2, `MSE after ${TEN} steps`)}</g>`,
    '</svg>\n',
  ].join('\n');
}

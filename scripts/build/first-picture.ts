/**
 * What the page shows before its scripts run: claim, frame and curves of its first task, in the page's own boxes, so that the
 * live ones come to stand where these were. Recorded by `npm run opening`.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { spaced } from '../../src/core/han-spacing.ts';
import type { Opening } from '../../src/features/task-plot/opening.ts';

/** As the live plot has them: half the height of the frame, and the range of x. */
const HALF_HEIGHT = 6.25;
const X = { from: -5, to: 5 };
/** The drawing's own units. */
const WIDTH = 1000;
const HEIGHT = 500;

const across = (x: number) => (x - X.from) / (X.to - X.from);
const down = (y: number) => (HALF_HEIGHT - y) / (2 * HALF_HEIGHT);
const percent = (share: number) => `${Math.round(1000 * share) / 10}%`;

function place(x: number, y: number): string {
  return `${Math.round(WIDTH * across(x))} ${Math.round(10 * HEIGHT * down(y)) / 10}`;
}

/** Every other place of the grid: a straight line between them is a pixel off at most. */
function pathOf(values: readonly number[]): string {
  const places = values.flatMap((y, index) => {
    const x = X.from + ((X.to - X.from) * index) / (values.length - 1);
    return index % 2 === 0 ? [place(x, y)] : [];
  });
  return `M${places.join('L')}`;
}

/** Lines of no length, whose round ends stay round however the drawing is stretched. */
function dots(points: Opening['support'], name: string): string {
  const places = points.map(([x = 0, y = 0]) => `M${place(x, y)}h0`);
  return `<path class="${name}" d="${places.join('')}"/>`;
}

/** Written beside the drawing, whose letters would be stretched with it. */
function ticks(values: readonly number[], at: (value: number) => string): string {
  return values.map((value) => `<text ${at(value)}>${String(value).replace('-', '−')}</text>`).join('');
}

const every = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + step * index);

const TICK_STEPS = { x: every(-5, 5, 1), y: every(-6, 6, 2) };

export function pictureOf({ truth, support, query, curves }: Opening): string {
  const lines = curves.map(({ id, states }) => {
    const [before = [], after = []] = states;
    return [
      `<path class="first-ghost ${id}" d="${pathOf(before)}"/>`,
      `<path class="first-curve ${id}" d="${pathOf(after)}"/>`,
    ].join('');
  });
  const grid = TICK_STEPS.y.map((y) => `M0 ${place(0, y).split(' ')[1] ?? 0}h${WIDTH}`).join('');
  return [
    `<svg class="first-drawing" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">`,
    `<path class="first-grid" d="${grid}"/>`,
    `<path class="first-truth" d="${pathOf(truth)}"/>`,
    ...lines,
    dots(query, 'first-query'),
    dots(query, 'first-query-inside'),
    dots(support, 'first-support-edge'),
    dots(support, 'first-support'),
    '</svg>',
    '<svg class="first-axes" aria-hidden="true">',
    ticks(TICK_STEPS.y, (y) => `x="-8" y="${percent(down(y))}" dy="0.32em" text-anchor="end"`),
    ticks(TICK_STEPS.x, (x) => `x="${percent(across(x))}" y="100%" dy="20" text-anchor="middle"`),
    '</svg>',
  ].join('');
}

type Texts = Readonly<Record<string, unknown>>;

/** A text with its values, as the page puts it. */
function told(texts: Texts, keys: readonly string[], values: Readonly<Record<string, string>>): string {
  const text = keys.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    texts,
  );
  if (typeof text !== 'string') throw new Error(`Expected a text at ${keys.join('.')}, found none.`);
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** With a space between Chinese and other letters, as the page has it. */
const inPrint = (language: Language, text: string) => (language === 'zh' ? spaced(text) : text);

/** Three digits, as the page writes errors. */
const brief = (value: number | undefined) => Number((value ?? Number.NaN).toPrecision(3)).toString();

type Language = 'en' | 'zh';

/** What is said of the picture in a language: the errors of who is drawn, and the texts. */
async function wordsIn(language: Language, { curves }: Opening) {
  const read = async (file: string): Promise<Texts> =>
    JSON.parse(await readFile(`src/app/i18n/${language}/${file}.json`, 'utf8'));
  const [plot, contestants] = await Promise.all([read('plot'), read('contestants')]);
  const errorsOf = (id: string) => curves.find((curve) => curve.id === id)?.errors ?? [];
  const nameOf = (id: string) => told(contestants, ['contestant', id], {});
  return { plot, errorsOf, nameOf };
}

async function headlineIn(language: Language, opening: Opening): Promise<string> {
  const { plot, errorsOf, nameOf } = await wordsIn(language, opening);
  const { support } = opening;
  const [start, first] = errorsOf('maml');
  const [rivalStart, rivalFirst] = errorsOf('pretrained');
  const claim = language === 'en' ? 'claim_other' : 'claim';
  const values = {
    count: String(support.length),
    start: brief(start),
    first: brief(first),
    name: nameOf('pretrained'),
    rivalStart: brief(rivalStart),
    rivalFirst: brief(rivalFirst),
  };
  return `<div class="headline" lang="${language}"><h2>${told(plot, ['headline', claim], values)}</h2><div class="headline-line"><p class="headline-now">${told(plot, ['headline', 'proof'], values)}</p></div></div>`;
}

/**
 * The sentence under the plot, of the step that is drawn, and that the engine is on its way. As long as what the live page says later, it
 * is the largest text from the first frame on.
 */
async function captionIn(language: Language, opening: Opening): Promise<string> {
  const { plot, errorsOf, nameOf } = await wordsIn(language, opening);
  const say = (key: string, values: Readonly<Record<string, string>>) => told(plot, ['caption', key], values);
  const [start = NaN, now = NaN] = errorsOf('maml');
  const [, rival = NaN] = errorsOf('pretrained');
  const [, random] = errorsOf('random');
  const lower = say('lower', {
    ratio: String(Math.round((10 * rival) / now) / 10),
    name: nameOf('pretrained'),
    value: brief(rival),
  });
  const points = say('points_other', { count: String(opening.support.length) });
  const values = { name: nameOf('maml'), points, start: brief(start), now: brief(now), lower };
  const others = say('others', { list: say('entry', { name: nameOf('random'), value: brief(random) }) });
  const waiting = `<span class="caption-note">${told(plot, ['plot', 'waiting'], {})}</span>`;
  return `<p class="caption" lang="${language}">${inPrint(language, say('snapped', values) + others)} ${waiting}</p>`;
}

const MARK =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M3 16 C 8 2, 12 2, 16 16 S 24 30, 29 16" fill="none" stroke="var(--maml)" stroke-width="3.5"/><circle cx="16" cy="16" r="3.6" fill="currentColor"/></svg>';

export function firstPicture(): Plugin {
  return {
    name: 'first-picture',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const text = await readFile('src/features/task-plot/opening.json', 'utf8');
        const opening: Opening = JSON.parse(text);
        const headlines = await Promise.all([headlineIn('en', opening), headlineIn('zh', opening)]);
        const captions = await Promise.all([captionIn('en', opening), captionIn('zh', opening)]);
        const picture = `<div class="shell first-picture"><header class="header"><h1>${MARK}MAML Playground</h1></header><main class="stage"><div class="centre">${headlines.join('')}<div class="loop"><section class="task-plot"><div class="plot-head"></div><div class="plot-stage"><div class="plot-key"></div><div class="plot-frame">${pictureOf(opening)}</div></div><div class="caption-area">${captions.join('')}</div></section></div></div><div class="settings-rail"></div><div class="results"></div></main></div>`;
        return html
          .replace('<div id="root"></div>', `<div id="root">${picture}</div>`)
          .replace(
            '</body>',
            `<script type="application/json" id="opening">${JSON.stringify(opening)}</script></body>`,
          );
      },
    },
  };
}

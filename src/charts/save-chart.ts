/** A figure as a file: SVG that stands by itself, PNG drawn from it, and its numbers as CSV. */
import Papa from 'papaparse';
import { type ColourOf, type FigureWords, frameOf, svgElement } from './figure-frame.ts';

/** The numbers behind a figure. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null | undefined)[])[];
}

/** PNG pixels for each of the screen's. */
const PNG_SCALE = 2;

/** What style sheets may decide about a drawing, as SVG attributes of the same names. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'text-anchor',
  'dominant-baseline',
  'font-family',
  'font-size',
  'font-weight',
  'paint-order',
  'vector-effect',
] as const;

/** Says nothing to who only looks. */
const LEFT_OUT = /^(?:class|style|tabindex|role|aria-.*|data-.*)$/;

/** What only follows a pointer or the focus; the classes are those of the chart library. */
const PASSING = '[data-passing], .recharts-tooltip-cursor, .recharts-active-dot';

function inlineStyles(drawn: Element, copy: Element): void {
  const style = getComputedStyle(drawn);
  if (style.display === 'none' || drawn.matches(PASSING)) {
    copy.remove();
    return;
  }
  for (const name of copy.getAttributeNames()) if (LEFT_OUT.test(name)) copy.removeAttribute(name);
  for (const property of PROPERTIES) copy.setAttribute(property, style.getPropertyValue(property));
  if (style.transform !== 'none' && !copy.hasAttribute('transform')) {
    copy.setAttribute('transform', style.transform);
  }
  const copies = [...copy.children];
  [...drawn.children].forEach((child, index) => {
    const twin = copies[index];
    if (twin !== undefined) inlineStyles(child, twin);
  });
}

function area(element: Element): number {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
}

/** The figure's drawing: the largest one in it. */
function drawingIn(figure: Element): SVGSVGElement {
  if (figure instanceof SVGSVGElement) return figure;
  const [largest] = [...figure.querySelectorAll('svg')].toSorted((a, b) => area(b) - area(a));
  if (largest === undefined) throw new Error('Expected a figure with a drawing in it, found none.');
  return largest;
}

/** What is behind the figure. */
function backgroundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return 'white';
}

function isIn(range: string, code: number): boolean {
  const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  const first = Number.parseInt(from.replaceAll('?', '0'), 16);
  const last = Number.parseInt(to.replaceAll('?', 'f'), 16);
  return code >= first && code <= last;
}

async function asDataUrl(url: string): Promise<string> {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') resolve(reader.result);
    });
    reader.addEventListener('error', () => reject(new Error(`Expected to read ${url}.`)));
    reader.readAsDataURL(blob);
  });
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

interface Fonts {
  readonly rules: string;
  /** A character that each of them draws. */
  readonly samples: readonly string[];
}

/** The page's own fonts among `families`, as far as the characters of the text need them. */
async function fontsFor(families: string, text: string): Promise<Fonts> {
  const codes = [...new Set(text.replaceAll(/\s/g, ''))].map((character) => character.codePointAt(0) ?? 0);
  const faces = [...document.styleSheets].flatMap((sheet) =>
    rulesOf(sheet).flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '');
      const ranges = rule.style.getPropertyValue('unicode-range').split(',');
      const source = /url\(["']?(.+?)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      const needed = codes.find((code) => ranges.some((one) => isIn(one, code)));
      if (!families.includes(family) || needed === undefined || source === undefined) return [];
      const weight = rule.style.getPropertyValue('font-weight');
      const url = new URL(source, sheet.href ?? document.baseURI).href;
      return [{ family, weight, url, sample: String.fromCodePoint(needed) }];
    }),
  );
  const texts = await Promise.all(
    faces.map(
      async ({ family, weight, url }) =>
        `@font-face{font-family:"${family}";font-weight:${weight};src:url(${await asDataUrl(url)})}`,
    ),
  );
  return { rules: texts.join(''), samples: faces.map(({ sample }) => sample) };
}

/** Pixels that lie under the drawing, such as a map's. */
function imagesUnder(figure: Element, svg: SVGSVGElement): SVGElement[] {
  const frame = svg.getBoundingClientRect();
  return [...figure.querySelectorAll('canvas')].map((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return svgElement('image', {
      x: left - frame.left,
      y: top - frame.top,
      width,
      height,
      href: canvas.toDataURL(),
      preserveAspectRatio: 'none',
    });
  });
}

/** Tells what a colour of the page is where the drawing stands. */
function coloursAt(svg: SVGSVGElement): ColourOf {
  return (color) => {
    const probe = svgElement('g', {});
    probe.style.color = color;
    svg.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
}

interface Drawing {
  readonly svg: SVGElement;
  readonly width: number;
  readonly height: number;
  readonly family: string;
  readonly fonts: Fonts;
}

/** As on the page, less the room that the drawing leaves to what stands under it. */
function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const { width, height } = svg.getBoundingClientRect();
  const perPixel = svg.viewBox.baseVal.height > 0 ? svg.viewBox.baseVal.height / height : 1;
  const drawn = svg.getBBox();
  return { width, height: Math.min(height, Math.ceil((drawn.y + drawn.height) / perPixel) + 2) };
}

/** The drawing without its words, as large as on the page. */
function drawingOf(figure: Element, svg: SVGSVGElement): SVGElement {
  const full = svg.getBoundingClientRect();
  const { width, height } = sizeOf(svg);
  const box = svg.viewBox.baseVal.width > 0 ? svg.viewBox.baseVal : new DOMRect(0, 0, width, full.height);
  const shown = (box.height * height) / full.height;
  const copy = svgElement('svg', { width, height, viewBox: `${box.x} ${box.y} ${box.width} ${shown}` });
  copy.append(...svg.cloneNode(true).childNodes);
  const originals = [...svg.children];
  [...copy.children].forEach((child, index) => {
    const original = originals[index];
    if (original !== undefined) inlineStyles(original, child);
  });
  copy.prepend(...imagesUnder(figure, svg));
  return copy;
}

async function standalone(figure: Element, words: FigureWords): Promise<Drawing> {
  const svg = drawingIn(figure);
  const family = getComputedStyle(svg).fontFamily;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const frame = frameOf(words, sizeOf(svg), { family, rem, colourOf: coloursAt(svg) });
  const { width, height } = frame;
  const whole = svgElement('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  const drawing = drawingOf(figure, svg);
  drawing.setAttribute('x', String(frame.left));
  drawing.setAttribute('y', String(frame.top));
  const background = svgElement('rect', { width: '100%', height: '100%', fill: backgroundOf(svg) });
  const name = svgElement('title', {});
  name.textContent = words.title;
  whole.append(name, background, ...frame.elements, drawing);
  const fonts = await fontsFor(family, whole.textContent);
  const style = svgElement('style', {});
  style.textContent = fonts.rules;
  name.after(style);
  return { svg: whole, width, height, family, fonts };
}

function textOf({ svg }: Drawing): string {
  return new XMLSerializer().serializeToString(svg);
}

/** Pixels of a square under the picture that shows one character of a font, black on white. */
const PROBE = 24;

/** The drawing with a probe of each font under it. */
function withProbes({ svg, width, height, family, fonts: { samples } }: Drawing): SVGElement {
  const probed = svg.cloneNode(true);
  if (!(probed instanceof SVGElement)) return svg;
  const whole = height + PROBE * samples.length;
  probed.setAttribute('height', String(whole));
  probed.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  probed.append(svgElement('rect', { y: height, width: PROBE, height: whole - height, fill: '#fff' }));
  samples.forEach((sample, index) => {
    const place = { x: 2, y: height + PROBE * (index + 0.75) };
    const text = svgElement('text', { ...place, fill: '#000', 'font-family': family, 'font-size': '16px' });
    text.textContent = sample;
    probed.append(text);
  });
  return probed;
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('Expected a canvas to draw on, found none.');
  return context;
}

/** Longer than a browser leaves text undrawn for want of its font. */
const FONT_MILLISECONDS = 4000;

/** Waits until a picture's own fonts draw: a browser takes it for decoded before they do. */
async function fontsDrawn(image: HTMLImageElement, { height, fonts }: Drawing): Promise<void> {
  const count = fonts.samples.length;
  if (count === 0) return;
  const context = contextOf(PROBE, PROBE * count);
  const end = performance.now() + FONT_MILLISECONDS;
  const isDrawn = (index: number) =>
    context.getImageData(2, PROBE * index + 2, PROBE - 4, PROBE - 4).data.some((value) => value < 128);
  while (performance.now() < end) {
    context.drawImage(image, 0, height, PROBE, PROBE * count, 0, 0, PROBE, PROBE * count);
    if (fonts.samples.every((_, index) => isDrawn(index))) return;
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function painted(drawing: Drawing): Promise<Blob> {
  const { width, height } = drawing;
  const image = new Image();
  const text = textOf({ ...drawing, svg: withProbes(drawing) });
  image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  await image.decode();
  await fontsDrawn(image, drawing);
  const context = contextOf(Math.round(width * PNG_SCALE), Math.round(height * PNG_SCALE));
  const { canvas } = context;
  context.drawImage(image, 0, 0, width, height, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('Expected a PNG of the drawing, found none.'));
      else resolve(blob);
    });
  });
}

function download(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const CHART_FORMATS = ['svg', 'png', 'csv'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

/** Text of a table: a line of columns, then the rows; what is unknown, or no finite number, stays empty. */
export function tableText({ columns, rows }: ChartTable): string {
  const known = (value: ChartTable['rows'][number][number]) =>
    typeof value === 'number' && !Number.isFinite(value) ? null : value;
  return `${Papa.unparse({ fields: [...columns], data: rows.map((row) => row.map(known)) })}\n`;
}

interface SavedFigure {
  readonly figure: Element;
  /** Of the file. */
  readonly name: string;
  readonly words: () => FigureWords;
  readonly table: () => ChartTable;
}

/** Downloads a figure. */
export async function saveChart(
  format: ChartFormat,
  { figure, name, words, table }: SavedFigure,
): Promise<void> {
  switch (format) {
    case 'svg': {
      const text = textOf(await standalone(figure, words()));
      return download(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`);
    }
    case 'png':
      return download(await painted(await standalone(figure, words())), `${name}.png`);
    case 'csv':
      return download(new Blob([tableText(table())], { type: 'text/csv' }), `${name}.csv`);
  }
}

/** A figure as a file: SVG that stands by itself, PNG drawn from it, and its numbers as CSV. */
import Papa from 'papaparse';

/** The numbers behind a figure. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null | undefined)[])[];
}

const SVG = 'http://www.w3.org/2000/svg';
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

function inlineStyles(drawn: Element, copy: Element): void {
  const style = getComputedStyle(drawn);
  if (style.display === 'none') {
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

/** The page's own fonts of the drawing, as far as its characters need them. */
async function fontFaces(svg: SVGSVGElement): Promise<string> {
  const families = getComputedStyle(svg).fontFamily;
  const codes = [...new Set(svg.textContent)].map((character) => character.codePointAt(0) ?? 0);
  const faces = [...document.styleSheets].flatMap((sheet) =>
    rulesOf(sheet).flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '');
      const ranges = rule.style.getPropertyValue('unicode-range').split(',');
      const source = /url\(["']?(.+?)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      const isNeeded =
        families.includes(family) && codes.some((code) => ranges.some((one) => isIn(one, code)));
      if (!isNeeded || source === undefined) return [];
      const weight = rule.style.getPropertyValue('font-weight');
      return [{ family, weight, url: new URL(source, sheet.href ?? document.baseURI).href }];
    }),
  );
  const texts = await Promise.all(
    faces.map(
      async ({ family, weight, url }) =>
        `@font-face{font-family:"${family}";font-weight:${weight};src:url(${await asDataUrl(url)})}`,
    ),
  );
  return texts.join('');
}

/** Pixels that lie under the drawing, such as a map's. */
function imagesUnder(figure: Element, svg: SVGSVGElement): SVGImageElement[] {
  const frame = svg.getBoundingClientRect();
  return [...figure.querySelectorAll('canvas')].map((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const image = document.createElementNS(SVG, 'image');
    const attributes = { x: left - frame.left, y: top - frame.top, width, height };
    for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, String(value));
    image.setAttribute('href', canvas.toDataURL());
    image.setAttribute('preserveAspectRatio', 'none');
    return image;
  });
}

interface Drawing {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

async function standalone(figure: Element, title: string): Promise<Drawing> {
  const svg = drawingIn(figure);
  const { width, height } = svg.getBoundingClientRect();
  const copy = document.createElementNS(SVG, 'svg');
  copy.append(...svg.cloneNode(true).childNodes);
  const originals = [...svg.children];
  [...copy.children].forEach((child, index) => {
    const original = originals[index];
    if (original !== undefined) inlineStyles(original, child);
  });
  const background = document.createElementNS(SVG, 'rect');
  background.setAttribute('width', '100%');
  background.setAttribute('height', '100%');
  background.setAttribute('fill', backgroundOf(svg));
  const name = document.createElementNS(SVG, 'title');
  name.textContent = title;
  const style = document.createElementNS(SVG, 'style');
  style.textContent = await fontFaces(svg);
  copy.prepend(name, style, background, ...imagesUnder(figure, svg));
  copy.setAttribute('xmlns', SVG);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', svg.getAttribute('viewBox') ?? `0 0 ${width} ${height}`);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

async function painted({ text, width, height }: Drawing): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * PNG_SCALE);
  canvas.height = Math.round(height * PNG_SCALE);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
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

/** Text of a table: a line of columns, then the rows; what is unknown stays empty. */
export function tableText({ columns, rows }: ChartTable): string {
  return `${Papa.unparse({ fields: [...columns], data: rows.map((row) => [...row]) })}\n`;
}

/** Downloads a figure; `name` becomes the file's. */
export async function saveChart(
  format: ChartFormat,
  { figure, name, table }: { figure: Element; name: string; table: () => ChartTable },
): Promise<void> {
  switch (format) {
    case 'svg': {
      const { text } = await standalone(figure, name);
      return download(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`);
    }
    case 'png':
      return download(await painted(await standalone(figure, name)), `${name}.png`);
    case 'csv':
      return download(new Blob([tableText(table())], { type: 'text/csv' }), `${name}.csv`);
  }
}

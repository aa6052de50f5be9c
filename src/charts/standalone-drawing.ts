/** A figure of the page as SVG that stands by itself: styles, fonts, pixels and words in it. */
import { type Fonts, fontsFor } from './figure-fonts.ts';
import { type ColourOf, type FigureWords, frameOf, svgElement } from './figure-frame.ts';

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

export interface Drawing {
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

/** The largest drawing of a figure, with its words around it. @throws Error if there is none. */
export async function standalone(figure: Element, words: FigureWords): Promise<Drawing> {
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

/** The text of an SVG file. */
export function textOf({ svg }: Drawing): string {
  return new XMLSerializer().serializeToString(svg);
}

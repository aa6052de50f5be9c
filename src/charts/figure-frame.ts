/** What a saved figure needs to be read away from the page: title and legend over it, names of its axes at their ends. */

/** How a thing is drawn in the figure. */
export type LegendMark =
  | {
      readonly kind: 'line';
      readonly color: string;
      /** An SVG dash pattern; solid without one. */
      readonly dash?: string | null;
      readonly width?: number;
      readonly opacity?: number;
    }
  | { readonly kind: 'filled' | 'hollow'; readonly color: string };

export interface LegendEntry {
  readonly name: string;
  readonly mark: LegendMark;
}

/** What a figure says beside its drawing, in the language of the page. */
export interface FigureWords {
  readonly title: string;
  /** Under the title: how the numbers were found. */
  readonly note?: string;
  readonly legend?: readonly LegendEntry[];
  /** Names of the axes, where the drawing itself does not name them. */
  readonly x?: string;
  readonly y?: string;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A colour of the page, such as `var(--maml)`, as it is now. */
export type ColourOf = (color: string) => string;

/** How the page around the drawing looks. */
export interface FrameLook {
  readonly family: string;
  /** Pixels of the page's 1rem. */
  readonly rem: number;
  readonly colourOf: ColourOf;
}

/** What stands around a drawing of `width`, from the frame's upper left corner on. */
export interface Frame {
  readonly elements: readonly SVGElement[];
  /** Where the drawing goes. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const PAD = 12;
const MARK = { width: 28, gap: 7 };
const ENTRY_GAP = 18;
const LINE_HEIGHT = 1.4;

export function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

interface TextLook {
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
}

function widthIn(family: string, { size, weight }: TextLook): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * size;
  context.font = `${weight} ${size}px ${family}`;
  return (text) => context.measureText(text).width;
}

/** The text in lines no wider than `room`; punctuation stays with the word before it. */
export function linesWithin(text: string, room: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let word = '';
  const take = () => {
    if (line !== '' && widthOf((line + word).trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
    word = '';
  };
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(
    text,
  )) {
    if (isWordLike === true || word.endsWith(' ')) take();
    word += segment;
  }
  take();
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

function textElement(text: string, x: number, y: number, look: TextLook, family: string): SVGElement {
  const element = svgElement('text', {
    x,
    y,
    fill: look.fill,
    'font-family': family,
    'font-size': `${look.size}px`,
    'font-weight': look.weight,
  });
  element.textContent = text;
  return element;
}

function markElement(mark: LegendMark, x: number, y: number, colourOf: ColourOf): SVGElement {
  const color = colourOf(mark.color);
  if (mark.kind === 'line') {
    const { dash, width = 2.5, opacity = 1 } = mark;
    return svgElement('line', {
      x1: x,
      x2: x + MARK.width,
      y1: y,
      y2: y,
      stroke: color,
      'stroke-width': width,
      'stroke-opacity': opacity,
      ...(dash ? { 'stroke-dasharray': dash } : {}),
    });
  }
  const place = { cx: x + MARK.width / 2, cy: y, r: 4 };
  return mark.kind === 'filled'
    ? svgElement('circle', { ...place, fill: color })
    : svgElement('circle', { ...place, fill: 'none', stroke: color, 'stroke-width': 1.5 });
}

/** Lays the words out around a drawing. */
export function frameOf(
  { title, note, legend = [], x, y }: FigureWords,
  drawing: { readonly width: number; readonly height: number },
  { family, rem, colourOf }: FrameLook,
): Frame {
  const elements: SVGElement[] = [];
  const ink = colourOf('var(--ink)');
  const titleLook = { size: 0.875 * rem, weight: 650, fill: ink };
  const entryLook = { size: 0.75 * rem, weight: 400, fill: ink };
  const axisLook = { size: 0.75 * rem, weight: 400, fill: colourOf('var(--ink-soft)') };
  let top = PAD;
  /** Texts go down from `top`, line after line. */
  const write = (lines: readonly string[], at: number, from: number, look: TextLook) => {
    lines.forEach((line, index) => {
      const baseline = from + look.size * (index * LINE_HEIGHT + 1);
      elements.push(textElement(line, at, baseline, look, family));
    });
    return lines.length * look.size * LINE_HEIGHT;
  };

  top += write(linesWithin(title, drawing.width, widthIn(family, titleLook)), PAD, top, titleLook);
  if (note !== undefined) {
    top += write(linesWithin(note, drawing.width, widthIn(family, axisLook)), PAD, top + 2, axisLook) + 2;
  }
  top += 4;

  const textWidth = widthIn(family, entryLook);
  const before = MARK.width + MARK.gap;
  let across = 0;
  let rowHeight = 0;
  for (const { name, mark } of legend) {
    const lines = linesWithin(name, drawing.width - before, textWidth);
    const width = before + Math.max(...lines.map(textWidth));
    if (across > 0 && across + width > drawing.width) {
      top += rowHeight;
      [across, rowHeight] = [0, 0];
    }
    elements.push(markElement(mark, PAD + across, top + entryLook.size * 0.65, colourOf));
    rowHeight = Math.max(rowHeight, write(lines, PAD + across + before, top, entryLook));
    across += width + ENTRY_GAP;
  }
  top += rowHeight + 4;

  if (y !== undefined) top += write([y], PAD, top, axisLook);
  let bottom = top + drawing.height;
  if (x !== undefined) {
    const end = PAD + drawing.width - widthIn(family, axisLook)(x);
    bottom += write([x], end, bottom + 2, axisLook) + 2;
  }
  return { elements, left: PAD, top, width: drawing.width + 2 * PAD, height: Math.ceil(bottom + PAD) };
}

/** The entry of the line that marks the shown position of a series chart. */
export function markedStep(name: string): LegendEntry {
  return { name, mark: { kind: 'line', color: 'var(--ink)', dash: '2 3', width: 1 } };
}

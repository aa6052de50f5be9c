/** A drawing as PNG, once its fonts are drawn. */
import { svgElement } from './figure-frame.ts';
import { type Drawing, textOf } from './standalone-drawing.ts';

/** PNG pixels for each of the screen's. */
const PNG_SCALE = 2;

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

/** A PNG of it, twice as fine as the screen. @throws Error if the browser gives none. */
export async function painted(drawing: Drawing): Promise<Blob> {
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

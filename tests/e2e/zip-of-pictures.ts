/** A small zip of pictures as a visitor has one: folders that name classes, PNG files in them. */
import { encode } from 'fast-png';
import { writeZip } from '#formats/zip.ts';

const SIDE = 28;

/** A bar that leans by its class and lies elsewhere in each drawing. */
function bar(ofClass: number, drawing: number): Uint8Array {
  const data = new Uint8Array(SIDE * SIDE).fill(255);
  for (let at = 4; at < SIDE - 4; at++) {
    const lean = Math.round(((at - SIDE / 2) * (ofClass - 3)) / 3);
    const column = Math.min(SIDE - 2, Math.max(1, SIDE / 2 + lean + (drawing % 3) - 1));
    for (const beside of [0, 1]) data[at * SIDE + column + beside] = 0;
  }
  return encode({ width: SIDE, height: SIDE, channels: 1, depth: 8, data });
}

/** As an input of files takes it: so many classes, eight drawings each. */
export function zipOfPictures(name: string, classes: number) {
  const files = Array.from({ length: classes }, (_, ofClass) =>
    Array.from({ length: 8 }, (__, drawing) => [
      `bars/class${ofClass}/${drawing}.png`,
      bar(ofClass, drawing),
    ]),
  ).flat();
  const zip = writeZip(Object.fromEntries(files) as Record<string, Uint8Array>);
  return { name, mimeType: 'application/zip', buffer: Buffer.from(zip) };
}

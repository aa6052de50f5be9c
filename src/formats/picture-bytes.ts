/** PNG and JPEG pictures as ink, in Node and in browsers alike: the same numbers everywhere. */
import { convertIndexedToRgb, decode as decodePng, type DecodedPng, hasPngSignature } from 'fast-png';
import jpeg from 'jpeg-js';
import { said, type Words } from '#core/saying.ts';
import type { Picture } from '#families/pictures/area-average.ts';
import { badInput } from './bad-input.ts';

const LONGEST_SIDE = 1024;
/** Where the PNG format has the two sides, and how far a decoder must be able to read for them. */
const SIDES = { width: 16, height: 20, end: 24 } as const;

/** Brightness from 0 to 1 by the weights of ITU-R BT.601, as JPEG has it. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/** Ink of samples [pixels, channels] from 0 to `most`: grey or red, green and blue, then opacity on white paper. */
function inkOf(samples: ArrayLike<number>, channels: number, most: number, pixels: number): Float32Array {
  const isGrey = channels < 3;
  const isClear = channels % 2 === 0;
  const ink = new Float32Array(pixels);
  // Loops without closures: an archive has hundreds of millions of pixels, and nearly all of them are plain grey.
  if (channels === 1) {
    for (let pixel = 0; pixel < pixels; pixel++) ink[pixel] = 1 - (samples[pixel] ?? 0) / most;
    return ink;
  }
  for (let pixel = 0; pixel < pixels; pixel++) {
    const first = pixel * channels;
    let light = samples[first] ?? 0;
    if (!isGrey) {
      light *= RED;
      light += GREEN * (samples[first + 1] ?? 0) + BLUE * (samples[first + 2] ?? 0);
    }
    const opacity = isClear ? (samples[first + channels - 1] ?? 0) / most : 1;
    ink[pixel] = (1 - light / most) * opacity;
  }
  return ink;
}

/** Samples of fewer than 8 bits, each row of which begins with a byte of its own. */
function unpacked({ data, depth, width, height }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  const most = 2 ** depth - 1;
  for (let row = 0; row < height; row++) {
    for (let column = 0, bit = 0; column < width; column++, bit += depth) {
      const byte = data[row * rowBytes + (bit >> 3)] ?? 0;
      samples[row * width + column] = (byte >> (8 - depth - (bit & 7))) & most;
    }
  }
  return samples;
}

function pngPicture(bytes: Uint8Array, where: Words): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < SIDES.end) throw badInput(where, said`a whole PNG picture`, said`${bytes.length} bytes`);
  const [width, height] = [view.getUint32(SIDES.width), view.getUint32(SIDES.height)];
  if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE)
    throw badInput(where, said`1 to ${LONGEST_SIDE} pixels a side`, `${width} × ${height}`);
  const png = decodePng(bytes, { checkCrc: true });
  const pixels = width * height;
  if (png.palette !== undefined) {
    const colours = convertIndexedToRgb(png);
    return { width, height, ink: inkOf(colours, colours.length / pixels, 255, pixels) };
  }
  const samples = png.depth < 8 ? unpacked(png) : png.data;
  return { width, height, ink: inkOf(samples, png.channels, 2 ** png.depth - 1, pixels) };
}

function jpegPicture(bytes: Uint8Array): Picture {
  const limits = { maxResolutionInMP: LONGEST_SIDE ** 2 / 1e6, maxMemoryUsageInMB: 64 };
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true, ...limits });
  return { width, height, ink: inkOf(data, 4, 255, width * height) };
}

/** The ink of a picture's bytes, by what they begin with. @throws PlaygroundError `input-invalid` if they are none. */
export function decodePicture(bytes: Uint8Array, where: Words): Picture {
  const isPng = hasPngSignature(bytes);
  if (!isPng && !(bytes[0] === 0xff && bytes[1] === 0xd8))
    throw badInput(where, said`a PNG or JPEG picture`, said`other bytes`);
  try {
    return isPng ? pngPicture(bytes, where) : jpegPicture(bytes);
  } catch (error) {
    // The libraries throw plain errors.
    if (!(error instanceof Error) || error.name === 'PlaygroundError') throw error;
    throw badInput(
      where,
      isPng ? said`a whole PNG picture` : said`a whole JPEG picture`,
      said`damage (${error.message})`,
    );
  }
}

/**
 * What the kernel of a convolution covers at each of its places, in WGSL: patches [pictures, places, 9, channels] of pictures
 * [pictures, height, width, channels], nothing beyond their edges; and the way back, which adds up what a pixel is in.
 */
import { KERNEL, KERNEL_PLACES, type Shape, sizeOf } from '#models/conv.ts';
import type { Convolution } from '../schedules/record.ts';

const { side, stride, padding } = KERNEL;

export function placesOf({ height, width }: Shape): number {
  return height * width;
}

/** Cuts `count` pictures at `from` into patches at `to`. */
export function cutCode(
  invocations: number,
  { before, after }: Convolution,
  from: string,
  to: string,
): string {
  const { channels, height, width } = before;
  const patch = KERNEL_PLACES * channels;
  const places = placesOf(after);
  return `{
    let pictures = ${from};
    let to = ${to};
    for (var i = invocation; i < count * ${places * patch}u; i += ${invocations}u) {
      let channel = i % ${channels}u;
      let tap = i / ${channels}u % ${KERNEL_PLACES}u;
      let place = i / ${patch}u % ${places}u;
      let picture = i / ${places * patch}u;
      let row = place / ${after.width}u * ${stride}u + tap / ${side}u;
      let column = place % ${after.width}u * ${stride}u + tap % ${side}u;
      let isRow = row >= ${padding}u && row < ${height + padding}u;
      let isInside = isRow && column >= ${padding}u && column < ${width + padding}u;
      let pixel = (picture * ${height}u + row - ${padding}u) * ${width}u + column - ${padding}u;
      let at = select(0u, pixel * ${channels}u + channel, isInside);
      memory[to + i] = select(0.0, memory[pictures + at], isInside);
    }
  }`;
}

/**
 * Adds up the patches of `pictures` pictures at `folded`, of which the first is number `firstPicture`; `finish` is what becomes of the
 * `sum` of number `offset` of all pictures.
 */
export function foldCode(invocations: number, { before, after }: Convolution, finish: string): string {
  const { channels, height, width } = before;
  const size = sizeOf(before);
  // The kernel's rows, or columns, that come to stand on a pixel.
  const over = (tap: string, at: string) => {
    const first = `(${at} + ${padding}u) % ${stride}u`;
    const end = `min(${side}u, ${at} + ${padding + 1}u)`;
    return `for (var ${tap} = ${first}; ${tap} < ${end}; ${tap} += ${stride}u)`;
  };
  return `
    for (var i = invocation; i < pictures * ${size}u; i += ${invocations}u) {
      let channel = i % ${channels}u;
      let x = i / ${channels}u % ${width}u;
      let y = i / ${channels * width}u % ${height}u;
      let picture = i / ${size}u;
      let offset = firstPicture * ${size}u + i;
      var sum = 0.0;
      ${over('down', 'y')} {
        let row = (y + ${padding}u - down) / ${stride}u;
        ${over('right', 'x')} {
          let column = (x + ${padding}u - right) / ${stride}u;
          if (row < ${after.height}u && column < ${after.width}u) {
            let place = (picture * ${after.height}u + row) * ${after.width}u + column;
            sum += memory[folded + (place * ${KERNEL_PLACES}u + down * ${side}u + right) * ${channels}u + channel];
          }
        }
      }
      ${finish}
    }`;
}

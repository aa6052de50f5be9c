/**
 * What the kernel of a convolution covers at each of its places: [pictures, places, 9 · channels] of pictures [pictures,
 * height, width, channels], nothing beyond their edges; and the way back, which adds up what a pixel is in.
 */
import { put, ZERO } from './lanes';
import { channelsOf, heightOf, placesOf, widthAfter, widthOf } from './network';

declare const FOLDED_AT_ONCE: i32;
/** Pictures that go back at once. */
export const AT_ONCE: i32 = FOLDED_AT_ONCE;

const SIDE: i32 = 3;
const STRIDE: i32 = 2;
const PADDING: i32 = 1;

@inline
function copy(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    put(to + at, v128.load(from + at), count - i);
  }
}

@inline
function clear(to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) put(to + (<usize>i << 2), ZERO, count - i);
}

@inline
function addTo(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    put(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)), count - i);
  }
}

/** Cuts the pictures at `from` into patches at `to`. */
export function cut(layer: i32, pictures: i32, from: usize, to: usize): void {
  const channels = channelsOf(layer);
  const height = heightOf(layer);
  const width = widthOf(layer);
  const places = placesOf(layer);
  const across = widthAfter(layer);
  const row = <usize>(width * channels) << 2;
  const pixel = <usize>channels << 2;
  const line = <usize>(SIDE * channels) << 2;
  for (let picture = 0; picture < pictures; picture++) {
    for (let place = 0; place < places; place++) {
      const top = STRIDE * (place / across) - PADDING;
      const left = STRIDE * (place % across) - PADDING;
      for (let down = top; down < top + SIDE; down++) {
        if (down < 0 || down >= height) {
          clear(to, SIDE * channels);
        } else {
          const first = max(left, 0);
          const last = min(left + SIDE, width);
          if (left < 0) clear(to, channels);
          copy(to + <usize>(first - left) * pixel, from + <usize>down * row + <usize>first * pixel, (last - first) * channels);
          if (last < left + SIDE) clear(to + <usize>(last - left) * pixel, (left + SIDE - last) * channels);
        }
        to += line;
      }
    }
    from += <usize>height * row;
  }
}

/** Adds up patches at `from` into pictures at `to`. */
export function fold(layer: i32, pictures: i32, from: usize, to: usize): void {
  const channels = channelsOf(layer);
  const height = heightOf(layer);
  const width = widthOf(layer);
  const places = placesOf(layer);
  const across = widthAfter(layer);
  const row = <usize>(width * channels) << 2;
  const pixel = <usize>channels << 2;
  const line = <usize>(SIDE * channels) << 2;
  memory.fill(to, 0, <usize>pictures * <usize>height * row);
  for (let picture = 0; picture < pictures; picture++) {
    for (let place = 0; place < places; place++) {
      const top = STRIDE * (place / across) - PADDING;
      const left = STRIDE * (place % across) - PADDING;
      const first = max(left, 0);
      const last = min(left + SIDE, width);
      for (let down = top; down < top + SIDE; down++) {
        if (down >= 0 && down < height) {
          const source = from + <usize>(first - left) * pixel;
          addTo(to + <usize>down * row + <usize>first * pixel, source, (last - first) * channels);
        }
        from += line;
      }
    }
    to += <usize>height * row;
  }
}

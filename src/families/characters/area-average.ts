/** Pictures of any size as square ones of a given side: ours, so that a picture is the same wherever it is read. */

/** Ink from 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** How much of each of `count` cells of a line lies under each of `side` equal parts of it: [side, up to so many cells]. */
function shares(count: number, offset: number, whole: number, side: number) {
  const part = whole / side;
  return Array.from({ length: side }, (_, at) => {
    const from = at * part - offset;
    const to = from + part;
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(count - 1, Math.ceil(to) - 1);
    const weights: number[] = [];
    for (let cell = first; cell <= last; cell++) {
      weights.push((Math.min(to, cell + 1) - Math.max(from, cell)) / part);
    }
    return { first, weights };
  });
}

/**
 * A picture in the middle of a square sheet of paper, averaged over the area of each of `side` × `side` pixels: [side, side],
 * ink from 0 to 1.
 */
export function squared({ width, height, ink }: Picture, side: number): Float32Array {
  const whole = Math.max(width, height);
  const across = shares(width, Math.floor((whole - width) / 2), whole, side);
  const down = shares(height, Math.floor((whole - height) / 2), whole, side);
  return Float32Array.from({ length: side * side }, (_, pixel) => {
    const rows = down[Math.floor(pixel / side)];
    const columns = across[pixel % side];
    let sum = 0;
    rows?.weights.forEach((rowWeight, row) => {
      const line = (rows.first + row) * width + (columns?.first ?? 0);
      columns?.weights.forEach((weight, column) => {
        sum += rowWeight * weight * (ink[line + column] ?? 0);
      });
    });
    return sum;
  });
}

/** A square picture turned by so many quarters, clockwise. */
export function turned(picture: Float32Array, side: number, quarters: number): Float32Array {
  let result = picture;
  for (let quarter = 0; quarter < quarters; quarter++) {
    const before = result;
    result = before.map((_, pixel) => {
      const [row, column] = [Math.floor(pixel / side), pixel % side];
      return before[(side - 1 - column) * side + row] ?? 0;
    });
  }
  return result;
}

/** Pictures of any size as square ones of a given side: ours, so that a picture is the same wherever it is read. */

/** Ink from 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** Which of `count` cells of a line lie under each of `side` equal parts of it, and how much of the part each covers. */
function sharesOf(count: number, offset: number, whole: number, side: number) {
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
  const across = sharesOf(width, Math.floor((whole - width) / 2), whole, side);
  const down = sharesOf(height, Math.floor((whole - height) / 2), whole, side);
  const averaged = new Float32Array(side * side);
  const narrowed = new Float32Array(side * height);
  // Rows first, then columns; loops without closures, since archives have very many pixels.
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < side; column++) {
      const share = across[column];
      if (share === undefined) continue;
      let sum = 0;
      for (let cell = 0; cell < share.weights.length; cell++) {
        sum += (share.weights[cell] ?? 0) * (ink[row * width + share.first + cell] ?? 0);
      }
      narrowed[row * side + column] = sum;
    }
  }
  for (let row = 0; row < side; row++) {
    const share = down[row];
    if (share === undefined) continue;
    for (let cell = 0; cell < share.weights.length; cell++) {
      const weight = share.weights[cell] ?? 0;
      for (let column = 0; column < side; column++) {
        const place = row * side + column;
        averaged[place] =
          (averaged[place] ?? 0) + weight * (narrowed[(share.first + cell) * side + column] ?? 0);
      }
    }
  }
  return averaged;
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

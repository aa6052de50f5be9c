/** Pictures of any size as square ones of a given side: ours, so that a picture is the same wherever it is read. */

/** Ink from 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** Which of a line's cells lie under each of `side` equal parts of it, and how much of the part each covers. */
interface Shares {
  /** The first cell of each part, and how many there are. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Of each part in turn, `most` numbers, of which the first `count` are meant. */
  readonly weights: Float64Array;
  readonly most: number;
}

function sharesOf(cells: number, offset: number, whole: number, side: number): Shares {
  const part = whole / side;
  const most = Math.ceil(part) + 1;
  const [first, count] = [new Int32Array(side), new Int32Array(side)];
  const weights = new Float64Array(side * most);
  for (let at = 0; at < side; at++) {
    const from = at * part - offset;
    const to = from + part;
    const start = Math.max(0, Math.floor(from));
    const last = Math.min(cells - 1, Math.ceil(to) - 1);
    first[at] = start;
    count[at] = Math.max(0, last - start + 1);
    for (let cell = start; cell <= last; cell++) {
      weights[at * most + cell - start] = (Math.min(to, cell + 1) - Math.max(from, cell)) / part;
    }
  }
  return { first, count, weights, most };
}

// The newest line's: pictures of one archive are nearly always of one size.
let known: { readonly line: readonly number[]; readonly shares: Shares } | null = null;

function knownShares(...line: Parameters<typeof sharesOf>): Shares {
  if (known !== null && known.line.every((value, at) => value === line[at])) return known.shares;
  const shares = sharesOf(...line);
  known = { line, shares };
  return shares;
}

/**
 * A picture in the middle of a square sheet of paper, averaged over the area of each of `side` × `side` pixels: [side, side],
 * ink from 0 to 1.
 */
export function squared({ width, height, ink }: Picture, side: number): Float32Array {
  const whole = Math.max(width, height);
  const across = knownShares(width, Math.floor((whole - width) / 2), whole, side);
  const down = knownShares(height, Math.floor((whole - height) / 2), whole, side);
  const averaged = new Float32Array(side * side);
  const narrowed = new Float32Array(side * height);
  // Rows first, then columns; loops without closures, since archives have very many pixels.
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < side; column++) {
      const from = row * width + (across.first[column] ?? 0);
      const weight = column * across.most;
      const count = across.count[column] ?? 0;
      let sum = 0;
      for (let cell = 0; cell < count; cell++) {
        sum += (across.weights[weight + cell] ?? 0) * (ink[from + cell] ?? 0);
      }
      narrowed[row * side + column] = sum;
    }
  }
  for (let row = 0; row < side; row++) {
    const count = down.count[row] ?? 0;
    for (let cell = 0; cell < count; cell++) {
      const weight = down.weights[row * down.most + cell] ?? 0;
      const from = ((down.first[row] ?? 0) + cell) * side;
      for (let column = 0; column < side; column++) {
        const place = row * side + column;
        averaged[place] = (averaged[place] ?? 0) + weight * (narrowed[from + column] ?? 0);
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

/** An SVG path through points in their order, interrupted where one is `null`; a point with no neighbour is a dot. */
export function polyline(points: readonly (readonly [x: number, y: number] | null)[]): string {
  let path = '';
  points.forEach((point, index) => {
    if (point === null) return;
    const isFirst = (points[index - 1] ?? null) === null;
    const isAlone = isFirst && (points[index + 1] ?? null) === null;
    path += `${isFirst ? 'M' : 'L'}${point[0]},${point[1]}${isAlone ? 'Z' : ''}`;
  });
  return path;
}

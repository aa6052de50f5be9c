/** Labels stand at their curves, within the frame, off other lines and off each other. */
import { expect, test } from 'vitest';
import { placeLabels, textWidth } from '#charts/place-labels.ts';

const FRAME = { left: 0, right: 400, top: 0, bottom: 200 };
const level = (top: number) => Array.from({ length: 81 }, (_, index) => ({ left: 5 * index, top }));

test('a label stands beside its own curve, on the side where no other line is', () => {
  const [own, other] = [level(100), level(85)];
  const [placed] = placeLabels([{ text: 'MAML now', line: own }], [own, other], FRAME);
  expect(placed?.at.top).toBeGreaterThan(100);
  expect(placed?.at.top).toBeLessThan(125);
  const half = textWidth('MAML now') / 2;
  expect(placed?.at.left).toBeGreaterThanOrEqual(half);
  expect(placed?.at.left).toBeLessThanOrEqual(FRAME.right - half);
});

test('two labels of the same curve are apart', () => {
  const line = level(100);
  const placed = placeLabels(
    [
      { text: 'before', line },
      { text: 'after 1 step', line },
    ],
    [line],
    FRAME,
  );
  const [first, second] = placed.map(({ at }) => at);
  const apart = (textWidth('before') + textWidth('after 1 step')) / 2;
  const isBeside = Math.abs((first?.left ?? 0) - (second?.left ?? 0)) >= apart;
  const isAbove = Math.abs((first?.top ?? 0) - (second?.top ?? 0)) >= 12;
  expect(placed).toHaveLength(2);
  expect(isBeside || isAbove).toBe(true);
});

test('a curve that never comes into the frame has none', () => {
  expect(placeLabels([{ text: 'MAML', line: level(900) }], [], FRAME)).toEqual([]);
});

test('Chinese letters take the room they need', () => {
  expect(textWidth('适应前')).toBe(36);
});

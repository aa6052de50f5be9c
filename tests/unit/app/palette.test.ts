/** All contestants, each with a colour and a line of its own, seen on every background and by every eye. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONTESTANT_IDS, type ContestantId } from '#store/contestants/contestants.ts';
import { contestantDash } from '../../../src/features/vocabulary.ts';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const TOKENS = readFileSync(new URL('../../../src/app/styles/tokens.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;

/** A token's linear RGB in a theme. */
function color(token: string, theme: (typeof THEMES)[number]): Triple {
  const [, light, dark] = new RegExp(`--${token}: light-dark\\(#(\\w{6}), #(\\w{6})\\)`).exec(TOKENS) ?? [];
  const hex = Number.parseInt((theme === 'light' ? light : dark) ?? '', 16);
  const linear = (byte: number) => {
    const value = (byte & 255) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [linear(hex >> 16), linear(hex >> 8), linear(hex)];
}

function transform(matrix: Matrix, [x, y, z]: Triple): Triple {
  const [first, second, third] = matrix.map(([a, b, c]) => a * x + b * y + c * z);
  return [first ?? NaN, second ?? NaN, third ?? NaN];
}

/** WCAG 2.2, “contrast ratio”. */
function contrast(one: Triple, other: Triple): number {
  const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [darker = NaN, lighter = NaN] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Björn Ottosson's Oklab, in which distances are even to the eye. */
function oklab(rgb: Triple): Triple {
  const cones = transform(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  return transform(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
  );
}

/** Machado, Oliveira & Fernandes, IEEE TVCG 2009, at full severity. */
const EYES: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanope: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** In Oklab, two colours side by side are just told apart at about 0.02. */
const APART = { sameLine: 0.05, otherLine: 0.02 };

function seen(eye: Matrix, rgb: Triple): Triple {
  const [r, g, b] = transform(eye, rgb);
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return oklab([within(r), within(g), within(b)]);
}

const PAIRS = CONTESTANT_IDS.flatMap((one, index) =>
  CONTESTANT_IDS.slice(index + 1).map((other): [ContestantId, ContestantId] => [one, other]),
);

describe.each(THEMES)('on a %s page', (theme) => {
  test.each(CONTESTANT_IDS)('the line of %s stands out from every background', (id) => {
    for (const background of ['page', 'raised', 'sunken']) {
      expect(contrast(color(id, theme), color(background, theme))).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(Object.keys(EYES))('no two lines look the same to the %s eye', (name) => {
    const eye = EYES[name];
    if (eye === undefined) throw new Error(`No eye “${name}”.`);
    const tooClose = PAIRS.filter(([one, other]) => {
      const distance = Math.hypot(
        ...seen(eye, color(one, theme)).map(
          (value, axis) => value - (seen(eye, color(other, theme))[axis] ?? NaN),
        ),
      );
      const sameLine = contestantDash(one) === contestantDash(other);
      return !(distance >= (sameLine ? APART.sameLine : APART.otherLine));
    });
    expect(tooClose).toEqual([]);
  });
});

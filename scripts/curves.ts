/**
 * Makes the example curves of `public/curves/`, of invented cups and invented places, and tells their SHA-256.
 *
 *     npx tsx scripts/curves.ts
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { randomSource, STREAMS } from '#core/rng.ts';

const FOLDER = new URL('../public/curves/', import.meta.url);
const SEED = 2026;
const random = randomSource(SEED, STREAMS.curveSplit);

/** Counts draws of one curve, so that each has numbers of its own. */
function drawsOf(curve: number) {
  let draw = 0;
  return {
    within: (from: number, to: number) => from + (to - from) * random.uniform(curve, draw++),
    noise: (deviation: number) => deviation * random.normal(curve, draw++),
  };
}

/** T(t) = Ta + (T0 − Ta)·e^(−kt), °C over an hour, a reading about every two minutes. */
function cooling(curve: number): string[] {
  const { within, noise } = drawsOf(curve);
  const [room, start, rate] = [within(16, 26), within(60, 95), within(0.02, 0.12)];
  return Array.from({ length: 31 }, (_, reading) => {
    const minutes = Math.min(60, Math.max(0, 2 * reading + within(-0.5, 0.5)));
    const degrees = room + (start - room) * Math.exp(-rate * minutes) + noise(0.6);
    return `cup ${curve + 1},${minutes.toFixed(2)},${degrees.toFixed(1)}`;
  });
}

/** Temperatures of a year's days at one place, every eighth of them: seasons and weather that stays for a while. */
function temperatures(curve: number): string[] {
  const { within, noise } = drawsOf(1000 + curve);
  const isSouth = within(0, 1) < 0.3;
  const [mean, swing, warmest] = [within(2, 24), within(3, 14), (isSouth ? 15 : 200) + within(-15, 15)];
  let weather = 0;
  return Array.from({ length: 46 }, (_, reading) => {
    const day = 1 + 8 * reading;
    weather = 0.5 * weather + noise(1.6);
    const degrees = mean + swing * Math.cos((2 * Math.PI * (day - warmest)) / 365) + weather;
    return `place ${curve + 1},${day},${degrees.toFixed(1)}`;
  });
}

const FILES = {
  'cooling.csv': Array.from({ length: 200 }, (_, curve) => cooling(curve)),
  'temperatures.csv': Array.from({ length: 120 }, (_, curve) => temperatures(curve)),
};

await mkdir(FOLDER, { recursive: true });
for (const [name, curves] of Object.entries(FILES)) {
  const text = `task,x,y\n${curves.flat().join('\n')}\n`;
  await writeFile(new URL(name, FOLDER), text);
  console.log(name, text.length, createHash('sha256').update(text).digest('hex'));
}

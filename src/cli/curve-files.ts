/** Files of curves that commands name by `--curves`: read, kept for the tasks that are made of them, and named by their digests. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { briefly } from '#core/brief-digest.ts';
import { familyOf, loadFamily, mayJudge } from '#families/family-of.ts';
import type { CurveFile } from '#families/curves/curve-file.ts';
import { keepCurves, keptFile } from '#families/curves/kept.ts';
import { provideCurves } from '#families/curves/provider.ts';
import { EXAMPLES } from '#families/curves/examples.ts';
import { badInput } from '#formats/bad-input.ts';
import { readCurves } from '#formats/curves-file.ts';
import { expectReadable } from '#formats/curves-size.ts';
import type { Settings } from '#training/settings.ts';
import { countsOf, heldOutTasks, trainingTasks } from '#training/training-plan.ts';
import { digestOf, readBytes, readText } from './files.ts';
import type { FlagTexts } from './flags.ts';
import type { HeadlessEngine } from './host/headless-engine.ts';

async function readFile(path: string): Promise<CurveFile> {
  const bytes = await readBytes(path);
  expectReadable(bytes.length, path);
  // The digest is the file's own, whatever its text is encoded as: the page names it by the same.
  return readCurves(await readText(path), path, digestOf(bytes));
}

/** Lets examples be found beside the program. */
export function provideExamples(): void {
  provideCurves(async (sha256) => {
    const file = EXAMPLES.find((one) => one.sha256 === sha256)?.file;
    if (file === undefined) return null;
    const path = fileURLToPath(new URL(`../../public/curves/${file}`, import.meta.url));
    return existsSync(path) ? { ...(await readFile(path)), name: file } : null;
  });
}

/** The texts with a file of curves by its digest, once it is read. @throws PlaygroundError naming the file and the place in it. */
export async function withCurves(texts: FlagTexts): Promise<FlagTexts> {
  const path = texts['curves'];
  if (path === undefined) return texts;
  const { sha256 } = keepCurves(await readFile(path)).file;
  return { ...texts, curves: sha256 };
}

/** Draws a task of what settings name: too little is told before anything begins. @throws PlaygroundError */
export async function expectDrawn(settings: Settings): Promise<void> {
  if (familyOf(settings).isMeasured !== true) return;
  await loadFamily(settings);
  for (const tasks of [trainingTasks(settings), heldOutTasks(settings)]) tasks.sample(0, countsOf(settings));
}

/** Brings the file that settings name to an engine, which may be elsewhere. */
export async function bringCurves(
  engine: Pick<HeadlessEngine, 'keepCurves'>,
  settings: Settings,
): Promise<void> {
  const file = familyOf(settings).isMeasured === true ? keptFile(settings.curves) : null;
  if (file !== null) await engine.keepCurves(file);
}

/** Weights of one file's curves, or of one split of them, say nothing of another's. @throws PlaygroundError naming both. */
export function expectSameCurves(path: string, learned: Settings, asked: Settings): void {
  if (mayJudge(learned, asked)) return;
  const { isMeasured = false } = familyOf(learned);
  if (isMeasured && learned.curves === asked.curves) {
    const split = ({ heldOutShare, splitSeed }: Settings) =>
      `--held-out ${heldOutShare} --split-seed ${splitSeed}`;
    throw badInput(path, `the split that it was trained with, ${split(learned)}`, split(asked));
  }
  const named = (sha256: string) => {
    const name = keptFile(sha256)?.name;
    return `${name === undefined ? 'a file' : basename(name)} with SHA-256 ${briefly(sha256)}…`;
  };
  throw badInput(path, `the curves that it has learned from, ${named(learned.curves)}`, named(asked.curves));
}

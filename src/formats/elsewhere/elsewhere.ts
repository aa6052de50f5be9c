/** The road out of this page: a program that goes on with a run, and what it reads beside it. */
import { loadFamily } from '#families/family-of.ts';
import { type Checkpoint, writeCheckpoint } from '../checkpoint.ts';
import { writeZip } from '../zip.ts';
import { PICTURES_FILE, type PictureSources, writeSupply } from './picture-supply.ts';
import { RUN_FILE } from './program-main.ts';
import { type Program, PROGRAM_FILE, pytorchProgram } from './pytorch.ts';

export const FRAMEWORKS = ['pytorch'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

type ProgramWriter = (checkpoint: Checkpoint, sources: PictureSources) => Program;
const PROGRAMS: Readonly<Record<Framework, ProgramWriter>> = { pytorch: pytorchProgram };

export { heldOutOf, metaStepsOf, type PictureSources } from './picture-supply.ts';
export { whyNoProgram } from './pytorch.ts';

/** A file by its name. */
export interface NamedFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/**
 * The program and what it reads, pictures among it where its tasks are of pictures.
 * @throws PlaygroundError `input-invalid` for a run that no program is written for.
 */
export async function filesElsewhere(
  framework: Framework,
  checkpoint: Checkpoint,
  sources: PictureSources,
): Promise<readonly NamedFile[]> {
  const { settings } = checkpoint;
  await loadFamily(settings);
  const { text, supply } = PROGRAMS[framework](checkpoint, sources);
  const pictures =
    supply === null ? [] : [{ name: PICTURES_FILE, content: await writeSupply(settings, supply, sources) }];
  return [
    { name: PROGRAM_FILE, content: text },
    { name: RUN_FILE, content: writeCheckpoint(checkpoint) },
    ...pictures,
  ];
}

/** All of them in one archive, for a page that saves one file. @throws as `filesElsewhere`. */
export async function zipElsewhere(
  framework: Framework,
  checkpoint: Checkpoint,
  sources: PictureSources,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytesOf = (content: NamedFile['content']) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const files = await filesElsewhere(framework, checkpoint, sources);
  return writeZip(
    Object.fromEntries(files.map(({ name, content }) => [name, bytesOf(content)])) as Record<
      string,
      Uint8Array
    >,
  );
}

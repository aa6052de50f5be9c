/** The road out of this page: a program that goes on with a run, and the run beside it. */
import { type Checkpoint, writeCheckpoint } from '../checkpoint.ts';
import { writeZip } from '../zip.ts';
import { PROGRAM_FILE, pytorchProgram, RUN_FILE } from './pytorch.ts';

export const FRAMEWORKS = ['pytorch'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

const PROGRAMS: Readonly<Record<Framework, (checkpoint: Checkpoint) => string>> = { pytorch: pytorchProgram };

export { whyNoProgram } from './pytorch.ts';

/** A file by its name. */
export interface NamedFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** The program and what it reads. @throws PlaygroundError `input-invalid` for a run that no program is written for. */
export function filesElsewhere(framework: Framework, checkpoint: Checkpoint): readonly NamedFile[] {
  return [
    { name: PROGRAM_FILE, content: PROGRAMS[framework](checkpoint) },
    { name: RUN_FILE, content: writeCheckpoint(checkpoint) },
  ];
}

/** Both in one archive, for a page that saves one file. @throws as `filesElsewhere`. */
export function zipElsewhere(framework: Framework, checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const bytesOf = (content: NamedFile['content']) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const files = filesElsewhere(framework, checkpoint).map(({ name, content }) => [name, bytesOf(content)]);
  return writeZip(Object.fromEntries(files) as Record<string, Uint8Array>);
}

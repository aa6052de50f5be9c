/** The SIMD engine's kernels, compiled from AssemblyScript when they are first needed and kept by what they are made of. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MOST_PAGES } from '#fused/wasm/layout.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCES = 'src/fused/wasm/assembly';
const CACHE = join(ROOT, '.cache');

/** Nothing that a machine may round in its own way, so no relaxed SIMD. */
const OPTIONS = `--enable simd --enable threads --runtime stub --noAssert --importMemory --sharedMemory
  --initialMemory 1 --maximumMemory ${MOST_PAGES} --disableWarning 112`.split(/\s+/);

const OPTIMISATION = '-O3';

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256').update(OPTIMISATION).update(OPTIONS.join(' '));
  hash.update(await readFile(join(ROOT, 'package-lock.json')));
  for (const name of (await readdir(join(ROOT, SOURCES))).toSorted()) {
    hash.update(name).update(await readFile(join(ROOT, SOURCES, name)));
  }
  return hash.digest('hex').slice(0, 32);
}

/** What is asked of the compiler. */
interface Compiler {
  main(
    words: readonly string[],
    files: {
      readonly stderr: { write(text: string): void };
      readonly readFile: (name: string, folder: string) => Promise<string | null>;
      readonly writeFile: (name: string, contents: Uint8Array | string) => void;
    },
  ): Promise<{ readonly error: Error | null }>;
}

/** Its own types would change those of arrays for all of this project, so that nothing here may see them. */
const COMPILER: string = 'assemblyscript/asc';

/** Compiles the sources, as `change` has them. @throws Error with what the compiler says, if it refuses. */
export async function compileKernels(
  optimisation = OPTIMISATION,
  change: (source: string) => string = (source) => source,
): Promise<Uint8Array<ArrayBuffer>> {
  // The compiler is large, and mostly not needed.
  const { default: asc }: { readonly default: Compiler } = await import(COMPILER);
  let compiled: Uint8Array | null = null;
  const complaints: string[] = [];
  const { error } = await asc.main(
    [`${SOURCES}/index.ts`, '--baseDir', ROOT, '--outFile', 'kernels.wasm', optimisation, ...OPTIONS],
    {
      stderr: { write: (text) => void complaints.push(text) },
      readFile: (name, folder) => readFile(join(folder, name), 'utf8').then(change, () => null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') compiled = contents;
      },
    },
  );
  if (error !== null || compiled === null)
    throw new Error(`The SIMD kernels do not compile.\n${complaints.join('')}`);
  return new Uint8Array(compiled);
}

/** The kernels as a file of WebAssembly. @throws Error if the compiler refuses. */
export async function simdKernels(): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(CACHE, `simd-${await digestOfSources()}.wasm`);
  const kept = await readFile(file).catch(() => null);
  if (kept !== null) return new Uint8Array(kept);
  const bytes = await compileKernels();
  await mkdir(CACHE, { recursive: true });
  // Whole or not at all, whoever else compiles.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, bytes);
  await rename(draft, file);
  return bytes;
}

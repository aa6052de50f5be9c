/** End-to-end files in another order: tests that share a page must not depend on what came before them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

export const SHUFFLED_FOLDER = '.cache/e2e-shuffled';
const TESTS = 'tests/e2e';

/**
 * Writes a file for each end-to-end file that does nothing but import it, so that Playwright, which goes by names, takes them in
 * an order that the seed decides.
 */
export function writeShuffledTests(seed: string): void {
  const placeOf = (name: string) => createHash('sha256').update(`${seed} ${name}`).digest('hex');
  const files = readdirSync(TESTS).filter((name) => name.endsWith('.spec.ts'));
  rmSync(SHUFFLED_FOLDER, { recursive: true, force: true });
  mkdirSync(SHUFFLED_FOLDER, { recursive: true });
  for (const name of files) {
    writeFileSync(`${SHUFFLED_FOLDER}/${placeOf(name)}-${name}`, `import '../../${TESTS}/${name}';\n`);
  }
}

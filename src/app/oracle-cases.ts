/** The cases of the self-check, files beside the page that are fetched when it is asked for. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { OracleCase } from '#training/self-check.ts';
import { readOracleCase } from '#formats/oracle-case.ts';

const ADDRESSES = Object.values(
  import.meta.glob<string>('../../tests/oracle/{*,optimisers/*,heads/*}.json', {
    eager: true,
    query: '?url',
    import: 'default',
  }),
);

async function fetchCase(address: string): Promise<OracleCase> {
  const response = await fetch(address);
  if (response.ok) return readOracleCase(await response.text(), address);
  throw new PlaygroundError('input-invalid', said`Expected ${address}, found status ${response.status}.`);
}

export function fetchOracleCases(): Promise<readonly OracleCase[]> {
  return Promise.all(ADDRESSES.map(fetchCase));
}

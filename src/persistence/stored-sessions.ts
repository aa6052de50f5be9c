/** What tabs had when they were last seen, in the database. */
import { type WeightsFile, writeWeightsFile } from '#formats/weights-file.ts';
import type { Database } from './database.ts';
import { isOfLaterBuild, readSession, SCHEMA, type SavedSession } from './records.ts';
import { newestFirst } from './stored-runs.ts';

/** Something of a tab's record that cannot be read, or all of it. */
export interface DamagedSession {
  readonly id: string;
  readonly error: unknown;
}

export interface SavedSessions {
  /** Newest first. */
  readonly sessions: readonly SavedSession[];
  readonly damaged: readonly DamagedSession[];
}

/** Every tab's record, without those of a later build of the page. */
export async function readSessions(database: Database): Promise<SavedSessions> {
  const damaged: DamagedSession[] = [];
  const sessions: SavedSession[] = [];
  for (const record of await database.getAll('sessions')) {
    if (isOfLaterBuild(record)) continue;
    const { id } = record;
    try {
      const { session, problem } = readSession(record);
      sessions.push(session);
      if (problem !== null) damaged.push({ id, error: problem });
    } catch (error) {
      damaged.push({ id, error });
    }
  }
  return { sessions: sessions.toSorted(newestFirst), damaged };
}

// A tab's record is written at every change of a setting, and its imported weights are the same each time.
const importedBytes = new WeakMap<WeightsFile, Uint8Array>();

function bytesOf(weights: WeightsFile): Uint8Array {
  const bytes = importedBytes.get(weights) ?? writeWeightsFile(weights);
  importedBytes.set(weights, bytes);
  return bytes;
}

/** Writes a tab's record in place of what was there. */
export async function writeSession(database: Database, session: SavedSession): Promise<void> {
  const imported = session.imported === null ? null : bytesOf(session.imported);
  await database.put('sessions', { schema: SCHEMA, ...session, imported });
}

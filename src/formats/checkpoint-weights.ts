/** The weights of a run that is not at its end: apart from what reads and writes checkpoints, which comes late. */
import { shownLearned } from '#training/trained-architecture.ts';
import type { Checkpoint } from './checkpoint.ts';
import { toldChanges } from './setting-changes.ts';
import type { WeightsFile } from './weights-file.ts';

/** What a run has learned so far, as weights. */
export function weightsOfCheckpoint({
  settings,
  snapshot,
  ownTasks = null,
  startedFrom = null,
  engine = null,
  changes,
}: Checkpoint): WeightsFile {
  const { architecture: _, ...rest } = settings;
  return {
    ...shownLearned(settings, snapshot.parameters),
    details: {
      origin: settings.algorithm,
      iteration: snapshot.iteration,
      settings: rest,
      evaluation: null,
      ...(startedFrom === null ? {} : { startedFrom }),
      ...(ownTasks === null ? {} : { ownTasks }),
      ...(engine === null ? {} : { engine }),
      ...toldChanges(changes),
    },
  };
}

/** `--change`: settings that a run takes up on its way, as words of the command line. */
import { badInput } from '#formats/bad-input.ts';
import { actsOnTraining } from '#training/setting-effects.ts';
import { checkNumber, type Settings } from '#training/settings.ts';
import {
  isSteerable,
  type SettingChange,
  settingsAfter,
  STEERABLE_IDS,
  type SteerableId,
} from '#training/steering.ts';
import { wholeOf } from './command.ts';
import { flagName, numberOf } from './flags.ts';

const FLAG = '--change';
const EXAMPLE = 'ITERATION:FLAG=VALUE,…, such as 1000:beta=0.0005,meta-batch=50';
const NAMES = new Map<string, SteerableId>(STEERABLE_IDS.map((id) => [flagName(id), id]));

function changeOf(text: string, iteration: number, settings: Settings): SettingChange {
  const [name = '', value, ...more] = text.split('=');
  const id = NAMES.get(name);
  // What a run does not read it cannot take up; its length it always reads.
  const isRead = id === 'iterations' || (id !== undefined && actsOnTraining(id, settings));
  if (id === undefined || !isSteerable(id, settings) || !isRead)
    throw badInput(
      FLAG,
      `one of ${[...NAMES.keys()].join(', ')} that ${settings.algorithm} can take up`,
      `“${name}”`,
    );
  if (value === undefined || more.length > 0) throw badInput(FLAG, EXAMPLE, `“${text}”`);
  return { iteration, id, from: settings[id], to: checkNumber(id, numberOf(value), value, settings) };
}

/**
 * What a run that begins with these settings takes up, in the order of its way.
 * @throws PlaygroundError naming the flag, for what is no such change, and for iterations that do not follow each other.
 */
export function readChanges(texts: readonly string[], begun: Settings): SettingChange[] {
  const changes: SettingChange[] = [];
  for (const text of texts) {
    const [before = '', after, ...more] = text.split(':');
    if (after === undefined || more.length > 0) throw badInput(FLAG, EXAMPLE, `“${text}”`);
    const iteration = wholeOf('change', before, 1);
    const last = changes.at(-1)?.iteration ?? 0;
    if (iteration < last)
      throw badInput(FLAG, `an iteration of at least ${last}, where the one before it is`, `${iteration}`);
    for (const part of after.split(',')) {
      const now = settingsAfter(begun, changes);
      const change = changeOf(part, iteration, now);
      if (change.from !== change.to) changes.push(change);
    }
  }
  settingsAfter(begun, changes);
  return changes;
}

/** The words that are read as these changes. */
export function writeChanges(changes: readonly SettingChange[]): string[] {
  const iterations = [...new Set(changes.map(({ iteration }) => iteration))];
  return iterations.flatMap((iteration) => {
    const at = changes.filter((change) => change.iteration === iteration);
    return ['--change', `${iteration}:${at.map(({ id, to }) => `${flagName(id)}=${to}`).join(',')}`];
  });
}

/** A training that does not fit into an adapter's memory: how much is missing, what would fit, and how it is said. */
import type { BackendName } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';

/** What of a training does not fit; all in bytes. */
export interface Shortage {
  readonly kind: 'tensor' | 'total';
  readonly needed: number;
  readonly most: number;
}

/** What a training needs and does not get; the widest hidden layers and the largest meta-batch that would fit, if any. */
export interface Misfit extends Shortage {
  readonly widest: number | null;
  readonly mostTasks: number | null;
}

const MEBIBYTE = 2 ** 20;

/** `12 MiB`, `1.5 GiB`. */
export function describeBytes(bytes: number): string {
  const mebibytes = bytes / MEBIBYTE;
  if (mebibytes < 1024) return `${Math.max(1, Math.round(mebibytes))} MiB`;
  return `${Number((mebibytes / 1024).toPrecision(2))} GiB`;
}

/** That no engine can train this on a backend, and what would fit. */
export function misfitError(misfit: Misfit, backend: BackendName): PlaygroundError {
  const { kind, needed, most, widest, mostTasks } = misfit;
  const room = describeBytes(most);
  const expected =
    kind === 'tensor'
      ? said`a training whose largest tensor has at most ${room}`
      : said`a training that needs at most ${room}`;
  const [way, another] = [
    ...(widest === null ? [] : [said`hidden layers of at most ${widest} units`]),
    ...(mostTasks === null ? [] : [said`a meta-batch of at most ${mostTasks} tasks`]),
  ];
  return new PlaygroundError(
    'architecture-invalid',
    said`Expected ${expected} on ${backend} here, found ${describeBytes(needed)}.`,
    way === undefined
      ? said`Fewer points or inner steps need less.`
      : another === undefined
        ? said`It would fit with ${way}.`
        : said`It would fit with ${way}, or with ${another}.`,
  );
}

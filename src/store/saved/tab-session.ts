/** What this tab has, kept under the tab's own name, and what an earlier one has left behind. */
import type { SavedSession } from '#persistence/records.ts';
import type { SavedWork } from '#persistence/saved-work.ts';
import type { DamagedSession } from '#persistence/stored-sessions.ts';
import { newId } from '#core/ids.ts';
import type { Presence } from '#persistence/presence.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import { type Touring, withoutTour } from '../page/learn-slice.ts';
import type { Shareable } from '../page/shared-slice.ts';
import { isOwnTask } from '../task/task-slice.ts';
import type { Refusals } from './refusals.ts';

/** What keeps the work of this tab, and tells it from that of others. */
export interface Keeping {
  readonly work: SavedWork;
  readonly presence: Presence;
  /** The name of this tab, which a reload does not change. */
  readonly tab: { recall(): string | null; remember(id: string): void };
  /** The state as a link, and back. */
  readonly links: { write(state: Shareable): string; open(link: string): void };
}
/** What the tab's record is written from. */
export type TabState = Touring & Shareable & Pick<ContestantsSlice, 'contestants'>;

/** A page that has just ended may hold its name for so long. */
const PATIENCE_MILLISECONDS = 1000;
/** Changes that follow each other are written once. */
const QUIET_MILLISECONDS = 300;
/** Of tabs that are gone; what older ones had is let go, except for their runs. */
const MOST_LEFT = 5;

export interface Left {
  readonly session: SavedSession;
  /** Whether this tab had it, before it was loaded again. */
  readonly isOwn: boolean;
  /** Whether the page shows something else than it did. */
  readonly isElsewhere: boolean;
  /** The link of what the page showed when this was found. */
  readonly address: string;
  /** Lets others find it again. */
  readonly release: () => void;
}

export interface TabSession {
  /** What this tab had before a reload, else what a tab that is gone has left last. */
  readonly recall: () => Promise<{ readonly left: Left | null; readonly damaged: readonly unknown[] }>;
  /** Writes what the tab has, soon. */
  readonly write: () => void;
  /** Whether what the tab has is kept now. */
  readonly writeNow: () => Promise<boolean>;
}

function isSame(session: SavedSession, other: SavedSession | null): boolean {
  if (other === null) return false;
  const { runId, isTraining, target, link, hasOwnTask, imported } = session;
  const isSameRun = runId === other.runId && isTraining === other.isTraining && target === other.target;
  return isSameRun && link === other.link && hasOwnTask === other.hasOwnTask && imported === other.imported;
}

/** `offeredRun` is the run that waits to be gone on with: a second reload must find it again. */
export function createTabSession(
  { work, presence, tab, links }: Keeping,
  get: () => TabState,
  offeredRun: () => SavedSession | null,
  refusals: Refusals,
): TabSession {
  let id: string | null = null;
  let isKept = false;
  let written: SavedSession | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  /** Takes the tab's name; a duplicated tab finds it taken and gets another. */
  const takeName = async (): Promise<string> => {
    const known = tab.recall();
    if (known !== null && (await presence.hold(`tab/${known}`, PATIENCE_MILLISECONDS)) !== null) return known;
    const fresh = newId();
    await presence.hold(`tab/${fresh}`, 0);
    tab.remember(fresh);
    return fresh;
  };

  const current = (name: string): SavedSession => {
    const state = withoutTour(get());
    const { run, contestants } = state;
    const offered = run === null ? offeredRun() : null;
    return {
      id: name,
      savedAt: Date.now(),
      runId: run?.id ?? offered?.runId ?? null,
      isTraining: run === null ? (offered?.isTraining ?? false) : run.status === 'running',
      target: run === null ? (offered?.target ?? null) : run.target,
      link: links.write(state),
      hasOwnTask: isOwnTask(state),
      imported: contestants.imported ?? null,
    };
  };

  const writeNow = async () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // Before it is read, what the tab had must not be written over.
    if (id === null) return false;
    const session = current(id);
    const isWorthKeeping = session.runId !== null || session.hasOwnTask || session.imported !== null;
    if (isWorthKeeping ? isSame(session, written) : !isKept) return true;
    isKept = isWorthKeeping;
    written = isWorthKeeping ? session : null;
    try {
      await (isWorthKeeping ? work.saveSession(session) : work.removeSession(id));
      refusals.works('tab');
      return true;
    } catch (error) {
      written = null;
      refusals.tell('tab', error);
      return false;
    }
  };

  const write = () => {
    timer ??= setTimeout(() => void writeNow(), QUIET_MILLISECONDS);
  };

  /** Of tabs that are gone, the newest; living ones do not let go of their names. */
  const newestLeft = async (sessions: readonly SavedSession[]): Promise<Left | null> => {
    const free = await Promise.all(
      sessions.map(async (session): Promise<Left | null> => {
        const release = await presence.hold(`tab/${session.id}`, 0);
        const address = links.write(withoutTour(get()));
        return release === null ? null : { session, isOwn: false, isElsewhere: true, address, release };
      }),
    );
    const [newest = null, ...others] = free.filter((left) => left !== null);
    for (const { release } of others) release();
    await Promise.all(others.slice(MOST_LEFT - 1).map(({ session }) => work.removeSession(session.id)));
    return newest;
  };

  /** Lets go of records of which nothing can be read, unless a living tab has them; `name` is this tab's own. */
  const withoutUnreadable = async (damaged: readonly DamagedSession[], name: string) => {
    for (const { id: other } of damaged) {
      const release = other === name ? () => undefined : await presence.hold(`tab/${other}`, 0);
      if (release === null) continue;
      await work.removeSession(other);
      release();
    }
  };

  return {
    async recall() {
      const name = await takeName();
      try {
        const { sessions, damaged } = await work.sessions();
        const own = sessions.find((session) => session.id === name);
        isKept = own !== undefined;
        const isRead = ({ id: other }: DamagedSession) => sessions.some((session) => session.id === other);
        await withoutUnreadable(
          damaged.filter((one) => !isRead(one)),
          name,
        );
        const address = links.write(withoutTour(get()));
        const left =
          own === undefined
            ? await newestLeft(sessions)
            : {
                session: own,
                isOwn: true,
                // Another address may have been opened in this tab.
                isElsewhere: address !== own.link,
                address,
                release: () => undefined,
              };
        const told = damaged.filter((one) => !isRead(one) || one.id === left?.session.id);
        return { left, damaged: told.map(({ error }) => error) };
      } finally {
        id = name;
        // What has been done meanwhile has not been written.
        write();
      }
    },
    write,
    writeNow,
  };
}

/** Chromium's trace, reduced to the work of a page's main thread in each frame. */

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: begin, duration by the clock, and processor time of the thread. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** What a trace must hold for `mainThreadWork`. */
export const TRACED = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];

/** What ends every frame in which something has changed. */
const FRAME_END = 'Commit';

/** The thread of the page that was traced: the one that drew most frames. */
function busiestThread(frames: readonly TraceEvent[]): string {
  const counts = new Map<string, number>();
  for (const { pid, tid } of frames) counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
  const [busiest] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (busiest === undefined) throw new Error('Expected frames of a main thread in the trace, found none.');
  return busiest[0];
}

/** Milliseconds of processor time of the main thread. */
export interface MainThreadWork {
  /** From one frame to the next. */
  readonly frames: readonly number[];
  readonly tasks: readonly number[];
}

/** What the main thread of the traced page worked. */
export function mainThreadWork(trace: string): MainThreadWork {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const frames = traceEvents.filter(({ name, ph }) => name === FRAME_END && ph === 'X');
  const thread = busiestThread(frames);
  const isOfPage = ({ pid, tid }: TraceEvent) => `${pid} ${tid}` === thread;
  const ends = frames
    .filter(isOfPage)
    .map(({ ts }) => ts)
    .toSorted((a, b) => a - b);
  const work = ends.map(() => 0);
  const tasks: number[] = [];
  for (const event of traceEvents) {
    if (event.name !== 'RunTask' || event.ph !== 'X' || !isOfPage(event)) continue;
    const milliseconds = (event.tdur ?? event.dur ?? 0) / 1000;
    tasks.push(milliseconds);
    const frame = ends.findIndex((end) => end >= event.ts);
    if (frame >= 0) work[frame] = (work[frame] ?? 0) + milliseconds;
  }
  return { frames: work, tasks };
}

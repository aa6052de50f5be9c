/** Of each kind of work only the newest counts. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFollowingJob, createJob, type Work } from '#store/jobs.ts';
import { deferred, settled } from '../../fakes/promises.ts';

/** A job, what it has told and how often it has ended. */
function jobWithRecord() {
  const told: unknown[] = [];
  let ends = 0;
  const job = createJob(
    (error) => told.push(error),
    () => {
      ends += 1;
    },
  );
  return { job, told, ends: () => ends };
}

/** Work that ends by hand. */
function slowWork() {
  const end = deferred<void>();
  const signals: AbortSignal[] = [];
  const work: Work = async (signal) => {
    signals.push(signal);
    await end.promise;
    signal.throwIfAborted();
  };
  return { work, end, signals, isAborted: () => signals.map(({ aborted }) => aborted) };
}

describe('a job', () => {
  test('ends once its work is done', async () => {
    const { job, told, ends } = jobWithRecord();
    const { work, end } = slowWork();
    const begun = job.begin(work);
    expect(ends()).toBe(0);
    end.resolve();
    await begun;
    expect([told, ends()]).toEqual([[], 1]);
  });

  test('tells why it failed, and ends', async () => {
    const { job, told, ends } = jobWithRecord();
    await job.begin(() => Promise.reject(new Error('No memory.')));
    expect([told, ends()]).toEqual([[new Error('No memory.')], 1]);
  });

  test('that is stopped ends at once, and its late failure is not told', async () => {
    const { job, told, ends } = jobWithRecord();
    const { work, end, isAborted } = slowWork();
    const begun = job.begin(work);
    job.stop();
    expect([isAborted(), ends()]).toEqual([[true], 1]);
    end.reject(new Error('Late.'));
    await begun;
    expect([told, ends()]).toEqual([[], 1]);
  });

  test('gives way to the next, which alone ends it', async () => {
    const { job, told, ends } = jobWithRecord();
    const [first, second] = [slowWork(), slowWork()];
    const begun = [job.begin(first.work), job.begin(second.work)];
    expect([first.isAborted(), second.isAborted()]).toEqual([[true], [false]]);
    first.end.resolve();
    await begun[0];
    expect([told, ends()]).toEqual([[], 0]);
    second.end.resolve();
    await begun[1];
    expect([told, ends()]).toEqual([[], 1]);
  });

  test('can begin again after it was stopped', async () => {
    const { job, ends } = jobWithRecord();
    job.stop();
    const { work, end, isAborted } = slowWork();
    const begun = job.begin(work);
    end.resolve();
    await begun;
    expect([isAborted(), ends()]).toEqual([[false], 2]);
  });
});

describe('a job that follows', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  function following() {
    const { job, told } = jobWithRecord();
    const runs: ReturnType<typeof slowWork>[] = [];
    const follower = createFollowingJob(job, (signal) => {
      const run = slowWork();
      runs.push(run);
      return run.work(signal);
    });
    return { follower, runs, told, aborted: () => runs.flatMap(({ isAborted }) => isAborted()) };
  }

  test('begins once nothing was asked for a while', () => {
    const { follower, runs } = following();
    for (const _ of [1, 2, 3]) {
      follower.ask(250);
      vi.advanceTimersByTime(200);
    }
    expect(runs).toHaveLength(0);
    vi.advanceTimersByTime(50);
    expect(runs).toHaveLength(1);
  });

  test('aborts what is under way, but begins the next only after it has left', async () => {
    const { follower, runs, told, aborted } = following();
    follower.ask(0);
    vi.advanceTimersByTime(0);
    follower.ask(0);
    vi.advanceTimersByTime(0);
    expect(aborted()).toEqual([true]);
    runs[0]?.end.resolve();
    await settled();
    expect([aborted(), told]).toEqual([[true, false], []]);
  });

  test('asked gently lets what is under way end, and begins once for all that came meanwhile', async () => {
    const { follower, runs, aborted } = following();
    follower.ask(0);
    vi.advanceTimersByTime(0);
    for (const _ of [1, 2, 3]) {
      follower.askGently(100);
      vi.advanceTimersByTime(100);
    }
    expect(aborted()).toEqual([false]);
    runs[0]?.end.resolve();
    await settled();
    expect(runs).toHaveLength(2);
    runs[1]?.end.resolve();
    await settled();
    expect(runs).toHaveLength(2);
  });

  test('asked gently does not wait anew for each change', () => {
    const { follower, runs } = following();
    for (const _ of [1, 2]) {
      follower.askGently(100);
      vi.advanceTimersByTime(50);
    }
    expect(runs).toHaveLength(1);
  });

  test('that is stopped begins nothing that was asked for', async () => {
    const { follower, runs, aborted } = following();
    follower.ask(0);
    vi.advanceTimersByTime(0);
    follower.askGently(0);
    vi.advanceTimersByTime(0);
    follower.askGently(100);
    follower.stop();
    expect(aborted()).toEqual([true]);
    runs[0]?.end.resolve();
    await settled();
    vi.advanceTimersByTime(1000);
    expect(runs).toHaveLength(1);
  });
});

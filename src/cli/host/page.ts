/** The engines in a bare page, for the command line where Node has no GPU to offer. */
import type { TensorBackendName } from '#core/backend.ts';
import { type ErrorReport, PlaygroundError, reportOf } from '#core/errors.ts';
import type { EngineMethod, EngineWish, HeadlessEngine } from './headless-engine.ts';
import { machineOn, openAdapter, openLocalEngine } from './local-engine.ts';
import { decode, encode } from './wire.ts';

/** Errors lose their type on the way, so they travel as data. */
export type HeadlessAnswer = { readonly answer: string } | { readonly refusal: ErrorReport };

let engine: HeadlessEngine | null = null;

async function answer(work: () => Promise<unknown>): Promise<HeadlessAnswer> {
  try {
    return { answer: encode(await work()) };
  } catch (error) {
    return { refusal: reportOf(error) };
  }
}

const headless = {
  open: (wish: EngineWish, backend: TensorBackendName | null): Promise<HeadlessAnswer> =>
    answer(async () => {
      const gpu: GPU | undefined = navigator.gpu;
      const adapter = await openAdapter(gpu).catch(() => null);
      engine = await openLocalEngine(adapter === null ? null : machineOn(adapter), wish, backend);
    }),

  /** Calls a method with encoded parameters. */
  call: (name: EngineMethod, parameters: string): Promise<HeadlessAnswer> =>
    answer(async () => {
      if (engine === null) throw new PlaygroundError('engine-failed', 'Expected an open engine, found none.');
      const method = engine[name] as (...given: unknown[]) => Promise<unknown>;
      return method(...(decode(parameters) as unknown[]));
    }),
};

declare global {
  interface Window {
    headless: typeof headless;
  }
}

window.headless = headless;

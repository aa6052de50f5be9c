/** Engines in a bare page of headless Chromium, which brings an emulated GPU along. */
import type { Page } from 'playwright-core';
import type { TensorBackendName } from '#core/backend.ts';
import { errorOf, PlaygroundError } from '#core/errors.ts';
import { withSourcePages } from './browser.ts';
import type { EngineMethod, EngineWish, HeadlessEngine, HeadlessHost } from './headless-engine.ts';
import type { HeadlessAnswer } from './page.ts';
import { decode, encode } from './wire.ts';

const PAGE = 'src/cli/host/index.html';

/** What Playwright or Vite say, as an error of ours: their first line tells enough. */
export function chromiumFailure(cause: unknown): PlaygroundError {
  if (cause instanceof PlaygroundError) return cause;
  const [found = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new PlaygroundError(
    'backend-unavailable',
    `Expected headless Chromium to answer, found: ${found}`,
    'CHROMIUM_PATH names another browser; npx playwright install chromium brings one.',
  );
}

async function answerOf(page: Page, work: Promise<HeadlessAnswer>): Promise<string> {
  const answer = await work.catch((error: unknown) => {
    throw chromiumFailure(page.isClosed() ? 'that it ended' : error);
  });
  if ('answer' in answer) return answer.answer;
  throw errorOf(answer.refusal);
}

function engineIn(page: Page): HeadlessEngine {
  const ask = <Method extends EngineMethod>(method: Method) => {
    const call = async (...parameters: unknown[]) => {
      const given = [method, encode(parameters)] as const;
      const asked = page.evaluate(([name, text]) => window.headless.call(name, text), given);
      return decode(await answerOf(page, asked));
    };
    return call as HeadlessEngine[Method];
  };
  return {
    keepCurves: ask('keepCurves'),
    begin: ask('begin'),
    restore: ask('restore'),
    train: ask('train'),
    snapshot: ask('snapshot'),
    adapt: ask('adapt'),
    evaluate: ask('evaluate'),
    metaGradient: ask('metaGradient'),
    report: ask('report'),
  };
}

/** Opens an engine in headless Chromium. @throws PlaygroundError if there is none, or the wish cannot be met. */
export async function openChromiumHost(
  wish: EngineWish,
  backend: TensorBackendName | null = null,
): Promise<HeadlessHost> {
  let close = (): void => undefined;
  const closing = new Promise<void>((resolve) => {
    close = resolve;
  });
  let served: Promise<void> = Promise.resolve();
  const page = await new Promise<Page>((resolve, reject) => {
    served = withSourcePages(
      async (pages) => {
        const opened = await pages.open(PAGE, 'headless');
        await answerOf(
          opened,
          opened.evaluate(([name, on]) => window.headless.open(name, on), [wish, backend] as const),
        );
        resolve(opened);
        await closing;
      },
      { survivesSignals: true },
    );
    served.catch((error: unknown) => reject(chromiumFailure(error)));
  });
  return {
    name: 'chromium',
    engine: engineIn(page),
    async close() {
      close();
      await served;
    },
  };
}

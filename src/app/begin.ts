/**
 * Begins the built page: its scripts are asked for when what stands in its file has been drawn. Sooner, they would take the line from
 * the first picture's style sheet, and on a fast one hold the picture up.
 */

/** Drawn or not, the page begins: a browser that is short of work draws no frame beyond the window. */
const LONGEST_MILLISECONDS = 1000;

/** Resolves when a frame has been drawn and shown; at once where nobody sees one. */
function nextFrame(): Promise<unknown> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  return Promise.race([
    // What a frame asks for comes before it is drawn; the one after it begins once that is shown.
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    new Promise((resolve) => setTimeout(resolve, LONGEST_MILLISECONDS)),
  ]);
}

/** @throws Error if the page names no scripts: `scripts/build/after-the-picture.ts` writes them. */
async function begin(): Promise<void> {
  const scripts = document.querySelector<HTMLScriptElement>('script[data-src]')?.dataset['src'];
  if (scripts === undefined) throw new Error('Expected the address of the page’s scripts, found none.');
  const address = new URL(scripts, document.baseURI).href;
  await nextFrame();
  await import(/* @vite-ignore */ address);
}

void begin();

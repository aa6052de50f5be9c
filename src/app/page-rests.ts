/** When the page has shown what it was told, and its visitor has had time for other things. */

/** What a page shows after a report comes twice, once more when the shown task has been adapted; as long again is the visitor's. */
const RESTS = 2;
/** However busy the page is, so often it shows what has become of a training. */
const LONGEST_MILLISECONDS = 500;

/** Resolves when the page has nothing else to do, or has been busy for too long. */
function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    // WebKit has no such callback: there a task behind all that wait stands for it.
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve);
    else requestIdleCallback(() => resolve(), { timeout: LONGEST_MILLISECONDS });
  });
}

/** Resolves when the page has shown what it was told, and has had time for other things. */
export async function pageRests(): Promise<void> {
  const told = performance.now();
  await whenIdle();
  const busy = Math.min(performance.now() - told, LONGEST_MILLISECONDS);
  await new Promise((resolve) => setTimeout(resolve, RESTS * busy));
}

/** What no page may do, heard from outside: for tests, and for whoever else drives the page. */
import type { BrowserContext } from 'playwright-core';

/**
 * Hears of what no page may do, in every window of a context and from its workers: throw, ask for anything outside its own
 * origin, or try what the Content-Security-Policy forbids.
 */
export async function watch(context: BrowserContext, origin: string): Promise<readonly string[]> {
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(error.error().message));
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local = ['data:', 'blob:'].includes(url.protocol) || url.origin === origin;
    if (!local) faults.push(`request to ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
  await context.exposeFunction('tellViolation', (text: string) => faults.push(text));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const text = `${effectiveDirective} forbids ${blockedURI} of ${sourceFile}:${lineNumber} ${sample}`;
      const tell: unknown = Reflect.get(globalThis, 'tellViolation');
      if (typeof tell === 'function') tell(text);
    });
  });
  return faults;
}

/** What journeys need of a browser, whoever drives it. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Values that travel between a test and its page. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Work for the page, which may know nothing but its arguments. */
export type PageWork<Arguments extends readonly Json[], Result extends Json> = (
  ...values: Arguments
) => Result | Promise<Result>;

export interface DrivenBrowser {
  /** Name and version, as the browser itself says them. */
  readonly title: string;
  /** Where its downloads go. */
  readonly downloads: string;
  readonly goTo: (address: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  readonly evaluate: <Arguments extends readonly Json[], Result extends Json>(
    work: PageWork<Arguments, Result>,
    ...values: Arguments
  ) => Promise<Result>;
  /** Presses the mouse at a place, moves it along the path and lets it go at the end. */
  readonly drag: (from: Place, path: readonly Place[]) => Promise<void>;
  /** Types into what has the focus, and presses Enter. */
  readonly enter: (text: string) => Promise<void>;
  /** Gives a file to the input that a selector finds, as its chooser would. */
  readonly chooseFile: (selector: string, path: string) => Promise<void>;
  /** What the viewport shows, as PNG. */
  readonly screenshot: () => Promise<Uint8Array>;
  /** Makes the viewport so large, or as nearly as the window can. */
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

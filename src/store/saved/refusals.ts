/** That the browser does not keep something is told once, until it has kept it again. */
import { type ErrorCode, reportOf } from '#core/errors.ts';

/** Whose work it is that the browser refuses or takes. */
type Whose = 'run' | 'tab' | 'other';

export interface Refusals {
  readonly tell: (whose: Whose, error: unknown) => void;
  readonly works: (whose: Whose) => void;
}

export function createRefusals(notify: (error: unknown) => void): Refusals {
  const failing = new Map<Whose, ErrorCode>();
  return {
    tell: (whose, error) => {
      const { code } = reportOf(error);
      const isKnown = [...failing.values()].includes(code);
      if (code.startsWith('storage-')) failing.set(whose, code);
      if (!isKnown) notify(error);
    },
    works: (whose) => void failing.delete(whose),
  };
}

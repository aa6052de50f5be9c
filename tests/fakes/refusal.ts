import { PlaygroundError } from '#core/errors.ts';

/** The error with which an action refuses; any other outcome is a failure of the test. */
export function refusalOf(action: () => unknown): PlaygroundError {
  try {
    action();
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  throw new Error('Expected the action to be refused, found that it was not.');
}

/** Small choices and findings that outlive a visit; a browser that keeps nothing is fine too. */
type Preference =
  | 'language'
  | 'theme'
  | 'background'
  | 'tunings'
  | 'verdicts'
  | 'measured'
  | 'tours'
  | 'resultsWidth';

const PREFIX = 'maml-playground.';

export function recall(preference: Preference): string | null {
  try {
    return localStorage.getItem(PREFIX + preference);
  } catch {
    return null;
  }
}

export function remember(preference: Preference, value: string): void {
  try {
    localStorage.setItem(PREFIX + preference, value);
  } catch {
    // Private windows may refuse; the choice then lasts for this visit.
  }
}

export function forget(preference: Preference): void {
  try {
    localStorage.removeItem(PREFIX + preference);
  } catch {
    // What is not kept is forgotten.
  }
}

/** What is typed after the palette was asked for and before it has come: it begins with it. */
let typed = '';

export const typedAhead = {
  /** A key that was pressed. */
  press(key: string): void {
    if (key === 'Backspace') typed = typed.slice(0, -1);
    else if (key.length === 1) typed += key;
  },
  /** What was typed so far, once. */
  take(): string {
    const text = typed;
    typed = '';
    return text;
  },
};

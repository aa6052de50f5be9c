/** A name with its symbol set as in formulas. */
interface SymbolTextProps {
  readonly text: string;
  /** Stands in the text, or is put behind it for the eye alone. */
  readonly symbol?: string;
}

/** Where the symbol stands in a name, not as a letter of some word; -1 where it does not. */
export function symbolAt(text: string, symbol: string): number {
  return text.search(new RegExp(`(?<!\\p{L})${symbol}(?!\\p{L})`, 'u'));
}

export function SymbolText({ text, symbol = '' }: SymbolTextProps) {
  if (symbol === '') return text;
  const at = symbolAt(text, symbol);
  if (at === -1) {
    return (
      <>
        {text}{' '}
        <i className="symbol" aria-hidden="true">
          {symbol}
        </i>
      </>
    );
  }
  return (
    <>
      {text.slice(0, at)}
      <i className="symbol">{symbol}</i>
      {text.slice(at + symbol.length)}
    </>
  );
}

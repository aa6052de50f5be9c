/** Puts text onto the clipboard and says so for a moment. */
import { useEffect, useState } from 'react';

const SAID_MILLISECONDS = 2000;

export function useCopy() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  /** Rejects where the browser gives no clipboard. */
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return { copied, copy };
}

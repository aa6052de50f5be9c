/** A value that changes often, shown seldom: for what costs a lot to draw and little to see late. */
import { useEffect, useState } from 'react';

/** The newest value, at most once in so many milliseconds; the first at once. */
export function usePaced<Value>(value: Value, milliseconds: number): Value {
  const [shown, setShown] = useState({ value, at: 0 });
  useEffect(() => {
    if (Object.is(shown.value, value)) return undefined;
    const show = () => setShown({ value, at: performance.now() });
    const timer = setTimeout(show, Math.max(0, shown.at + milliseconds - performance.now()));
    return () => clearTimeout(timer);
  }, [value, shown, milliseconds]);
  return shown.value;
}

/** A sentence for screen readers: only once nothing plays and it has stood for a moment. */
import { useEffect, useState } from 'react';
import { usePlayground } from '#store/react.ts';

/** Screen readers are told of what has come to rest. */
const REST_MILLISECONDS = 700;

export function Announcement({ text }: { readonly text: string }) {
  const playing = usePlayground((state) => state.playing);
  const [settled, setSettled] = useState('');
  useEffect(() => {
    if (playing) return undefined;
    const timer = setTimeout(() => setSettled(text), REST_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, playing]);
  return (
    <p className="visually-hidden" role="status">
      {settled}
    </p>
  );
}

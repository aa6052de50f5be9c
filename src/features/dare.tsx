/** One press from the claim to a run of one's own. */
import { Play } from 'lucide-react';
import { usePlayground } from '#store/react.ts';

export function Dare({ words }: { readonly words: string }) {
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  const train = usePlayground((state) => state.train);
  const showPanel = usePlayground((state) => state.showPanel);
  return (
    <button
      type="button"
      className="dare"
      disabled={!ready}
      onClick={() => {
        showPanel('train');
        void train();
      }}
    >
      <Play size={13} aria-hidden />
      {words}
    </button>
  );
}

/** One press from the claim to a run of one's own. */
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';

export function Dare() {
  const { t } = useTranslation();
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
      {t('headline.dare')}
    </button>
  );
}

/** What gives the open panel more room: the way to the centre, and the line between both. They come late, into room of their own. */
import { Expand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { ResultsSeparator } from './results-separator.tsx';

/** Brings the open panel to the middle of the page, or back beside it. */
function CentreButton() {
  const { t } = useTranslation();
  const isAtCentre = usePlayground((state) => state.centre === 'panel');
  const showAtCentre = usePlayground((state) => state.showAtCentre);
  const name = t('panels.atCentre');
  return (
    <button
      type="button"
      className="plain to-centre"
      aria-pressed={isAtCentre}
      aria-label={name}
      title={name}
      onClick={() => showAtCentre(isAtCentre ? 'plot' : 'panel')}
    >
      <Expand size={15} aria-hidden />
    </button>
  );
}

export function ResultsTools() {
  return (
    <>
      <CentreButton />
      <ResultsSeparator />
    </>
  );
}

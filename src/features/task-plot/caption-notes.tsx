/** What is said after the caption, where there is something: of a curve that nobody trained on, and of points held out. */
import type { ContestantId } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { formatBriefly, formatSetting } from '#ui/format.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { foreignTo } from './foreign.ts';

interface CaptionNotesProps {
  /** Whom the caption is about. */
  readonly heroId: ContestantId | null;
}

/** Where the true curve is none that the best initialisation has trained on. */
function ForeignCurve({ heroId }: CaptionNotesProps) {
  const { t } = usePanelTexts();
  const curve = usePlayground((state) => shownCurveOf(state).curve);
  const hero = usePlayground(({ contestants }) => (heroId === null ? undefined : contestants[heroId]));
  if (hero === undefined || curve === null) return null;
  const foreign = foreignTo(hero, curve);
  if (foreign === null) return null;
  const { symbol, value, from, to } = foreign;
  return (
    <span className="caption-note">
      {t('between.sentences')}
      {t(from === to ? 'captionNote.foreignOne' : 'captionNote.foreign', {
        name: t(`contestant.${hero.id}`),
        symbol,
        value: formatBriefly(value),
        from: formatSetting(from),
        to: formatSetting(to),
      })}
    </span>
  );
}

/** On whose points the error is measured, where no curve is known: those that the visitor has chosen, or others of a measured curve. */
function HeldOutPoints() {
  const { t } = usePanelTexts();
  const { knowledge, query } = usePlayground((state) => state.task);
  return knowledge === 'heldOut' || knowledge === 'measured' ? (
    <span className="caption-note">
      {t('between.sentences')}
      {t(`captionNote.${knowledge}`, { count: query.count })}
    </span>
  ) : null;
}

export function CaptionNotes({ heroId }: CaptionNotesProps) {
  return (
    <>
      <ForeignCurve heroId={heroId} />
      <HeldOutPoints />
    </>
  );
}

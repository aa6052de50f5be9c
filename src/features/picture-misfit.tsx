/** Whoever takes no part in the shown task, why, and the act that lets them. */
import { type Entrant, shownContestants } from '#store/contestants/contestants.ts';
import { type PictureMisfit, pictureMisfit } from '#store/contestants/picture-misfit.ts';
import { usePlayground } from '#store/react.ts';
import { useContestantName } from './vocabulary.ts';
import { usePanelTexts } from './panel-texts.ts';

/** What differs, in words, without the beginning and the end of a sentence. */
function useReason(): (misfit: PictureMisfit) => string {
  const { t } = usePanelTexts();
  return ({ made, now }) => {
    if (made.side === now.side) return t('characters.misfit.ways', { made: made.ways, now: now.ways });
    if (made.ways === now.ways) return t('characters.misfit.side', { made: made.side, now: now.side });
    return t('characters.misfit.both', {
      made: made.ways,
      madeSide: made.side,
      now: now.ways,
      nowSide: now.side,
    });
  };
}

/** Brings the task back to what the weights were made for. */
function Mend({ misfit: { made, now } }: { readonly misfit: PictureMisfit }) {
  const { t } = usePanelTexts();
  const changeSettings = usePlayground((state) => state.changeSettings);
  const act = made.side === now.side ? 'toWays' : made.ways === now.ways ? 'toSide' : 'toBoth';
  return (
    <button type="button" onClick={() => changeSettings(made)}>
      {t(`characters.misfit.${act}`, { ...made })}
    </button>
  );
}

/** In an initialisation's row, in the place of its numbers. */
export function RowMisfit({ misfit }: { readonly misfit: PictureMisfit }) {
  const { t } = usePanelTexts();
  const reasonOf = useReason();
  return (
    <div className="misfit">
      <span>{t('characters.misfit.row', { why: reasonOf(misfit) })}</span>
      <Mend misfit={misfit} />
    </div>
  );
}

interface Misfits {
  readonly misfit: PictureMisfit;
  readonly ids: readonly Entrant['id'][];
}

/** Those on show who take no part, together with whoever was made for the same. */
function useMisfits(): readonly Misfits[] {
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const task = usePlayground((state) => state.task);
  const groups = new Map<string, Misfits>();
  for (const contestant of shownContestants(contestants, hidden)) {
    const misfit = pictureMisfit(contestant, task);
    if (misfit === null || contestant.details.settings.family !== family) continue;
    const key = `${misfit.made.ways} ${misfit.made.side}`;
    groups.set(key, { misfit, ids: [...(groups.get(key)?.ids ?? []), contestant.id] });
  }
  return [...groups.values()];
}

/** Under the stage. */
export function CaptionMisfits() {
  const { t } = usePanelTexts();
  const reasonOf = useReason();
  const nameOf = useContestantName();
  return useMisfits().map(({ misfit, ids }) => {
    const list = ids.map(nameOf).join(t('caption.separator'));
    return (
      <div key={list} className="misfit caption-misfit">
        <span>{t('characters.misfit.caption', { list, why: reasonOf(misfit) })}</span>
        <Mend misfit={misfit} />
      </div>
    );
  });
}

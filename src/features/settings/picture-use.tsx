/** What a zip of pictures is for: to be shown alone, or to be learned from as well, with classes that no training sees. */
import { expectPictures, isHere } from '#families/family-of.ts';
import { classCount, type PictureSet } from '#families/pictures/picture-set.ts';
import { shownPicturesOf } from '#store/pictures/state.ts';
import { usePlayground } from '#store/react.ts';
import { someFittedClasses } from '#training/trained-architecture.ts';
import { formatCount } from '#ui/format.ts';
import { Segmented } from '#ui/segmented.tsx';
import { usePanelTexts } from '../panel-texts.ts';

const USES = ['invented', 'these'] as const;

/** How the classes are shared out, and who takes which. */
function Shares({ set }: { readonly set: PictureSet }) {
  const { t } = usePanelTexts();
  const settings = usePlayground((state) => state.settings);
  const isChosen = usePlayground((state) => state.pictures?.isSplit === true);
  const isSplit = usePlayground((state) => shownPicturesOf(state)?.isSplit === true);
  if (!isHere(settings)) return null;
  const classes = expectPictures(settings).pictures.classesOf(set);
  const counts = Object.entries(classes);
  const taken = someFittedClasses(settings, classes.training);
  const told = Object.fromEntries(counts.map(([part, count]) => [part, formatCount(count)]));
  const all = formatCount(classCount(set));
  return (
    <p className="note" data-testid="picture-shares">
      {!isSplit
        ? t('pictures.whole', { all })
        : taken === null
          ? t('pictures.split', { ...told, all })
          : t('pictures.splitSome', { ...told, all, taken: formatCount(taken) })}
      {isSplit && !isChosen ? `${t('between.sentences')}${t('pictures.seen')}` : null}
    </p>
  );
}

/** Of the zip that is chosen and here. */
export function PictureUse() {
  const { t } = usePanelTexts();
  const pictures = usePlayground((state) => state.pictures);
  const open = usePlayground((state) => state.openPictures);
  const learnFrom = usePlayground((state) => state.learnFrom);
  if (pictures === null || open?.digest !== pictures.digest) return null;
  return (
    <>
      <div className="field picture-use">
        <span>{t('pictures.train')}</span>
        <Segmented
          label={t('pictures.train')}
          value={pictures.isSplit === true ? 'these' : 'invented'}
          options={USES.map((value) => ({ value, text: t(`pictures.uses.${value}`) }))}
          onChange={(value) => learnFrom(value === 'these' ? { ...pictures, isSplit: true } : null)}
        />
      </div>
      <Shares set={open.set} />
    </>
  );
}

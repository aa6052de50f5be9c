/** Whose pictures the run learns from, and what its next one would, where these differ. */
import { expectPictures, isHere } from '#families/family-of.ts';
import type { PicturesName } from '#families/pictures/picture-set.ts';
import { learnedPicturesOf } from '#store/pictures/state.ts';
import { usePlayground } from '#store/react.ts';
import { fittedClasses, someFittedClasses } from '#training/trained-architecture.ts';
import { formatCount } from '#ui/format.ts';
import { usePanelTexts } from '../panel-texts.ts';

export default function RunPictures() {
  const { t } = usePanelTexts();
  const run = usePlayground((state) => state.run);
  const next = usePlayground(learnedPicturesOf);
  if (run === null || !isHere(run.settings)) return null;
  const { pictures, settings } = run;
  const nameOf = (whose: PicturesName | null) => whose?.name ?? t('pictures.invented');
  const outputs = fittedClasses(settings);
  const { pictures: ofFamily } = expectPictures(settings);
  const learns = (name: string, { training, heldOut }: { training: number; heldOut: number }) => {
    const taken = someFittedClasses(settings, training);
    const told = { name, training: formatCount(training), heldOut: formatCount(heldOut) };
    return taken === null
      ? t('pictures.runLearns', told)
      : t('pictures.runLearnsSome', { ...told, taken: formatCount(taken) });
  };
  return (
    <>
      {outputs === null ? null : (
        <p className="note" data-testid="run-classes">
          {t('pictures.classifies', {
            classes: formatCount(
              pictures === null
                ? outputs
                : Math.min(outputs, ofFamily.turns * ofFamily.classesOf(pictures.set).training),
            ),
          })}
        </p>
      )}
      {pictures === null ? null : (
        <p className="note" data-testid="run-pictures">
          {learns(pictures.name, ofFamily.classesOf(pictures.set))}
        </p>
      )}
      {pictures?.digest === next?.digest ? null : (
        <p className="note">{t('pictures.nextLearns', { now: nameOf(pictures), next: nameOf(next) })}</p>
      )}
    </>
  );
}

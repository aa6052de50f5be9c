/** The page's run taken along as a program of another framework, or why it cannot be. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import { heldOutOf, metaStepsOf, whyNoProgram, zipElsewhere } from '#formats/elsewhere/elsewhere.ts';
import type { Settings } from '#training/settings.ts';
import type { Contestant } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { saveFile } from '#ui/save-file.ts';
import { elsewhereFileName } from '../file-name.ts';
import { Sentence } from '../sentence.tsx';

/** How the program is started, on one process and on several. */
const STARTED = 'python meta_train.py\ntorchrun --nproc_per_node=4 meta_train.py';

/** Pictures of invented letters that the page draws for a program: seconds on a laptop. */
const MOST_PICTURES = 24_000;
/** For so long the page draws without looking up. */
const BUSY_MILLISECONDS = 40;

interface GoOnElsewhereProps {
  /** The page's own run, as it stands. */
  readonly live: Contestant;
  readonly settings: Settings;
}

/** What of its pictures comes along with a program, for a run on tasks of pictures. */
function PicturesNote({ settings }: Pick<GoOnElsewhereProps, 'settings'>) {
  const { t } = useTranslation();
  const zip = usePlayground((state) => state.run?.pictures?.name ?? null);
  if (familyOf(settings).view !== 'pictures') return null;
  const tasks = heldOutOf(settings, MOST_PICTURES);
  return (
    <p className="note">
      {zip === null
        ? t('weights.elsewhereDrawn', { steps: metaStepsOf(settings, MOST_PICTURES), tasks })
        : t('weights.elsewhereZip', { name: zip, tasks })}
    </p>
  );
}

/** Hears how much is drawn: tells it now and then, and lets the page be a page in between. */
function paced(tell: (share: number) => void) {
  let rested = performance.now();
  return async (done: number, of: number) => {
    if (performance.now() - rested < BUSY_MILLISECONDS) return;
    tell(done / of);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    rested = performance.now();
  };
}

/** Saves the program, and says which share of its pictures is drawn; `null` while none is. */
function useProgram(name: string) {
  const runCheckpoint = usePlayground((state) => state.runCheckpoint);
  const picturesToTrainOn = usePlayground((state) => state.picturesToTrainOn);
  const pictures = usePlayground((state) => state.run?.pictures ?? null);
  const notify = usePlayground((state) => state.notify);
  const [share, setShare] = useState<number | null>(null);
  const written = async () => {
    const checkpoint = await runCheckpoint();
    const given = await picturesToTrainOn(pictures);
    return zipElsewhere('pytorch', checkpoint, { given, most: MOST_PICTURES, advance: paced(setShare) });
  };
  const save = async () => {
    setShare(0);
    await written()
      .then((bytes) => saveFile(name, bytes, 'application/zip'))
      .catch(notify);
    setShare(null);
  };
  return { share, save };
}

export function GoOnElsewhere({ live, settings }: GoOnElsewhereProps) {
  const { t } = useTranslation();
  const refusal = whyNoProgram({ settings, tasksDigest: null });
  const name = elsewhereFileName(live, 'pytorch');
  const { share, save } = useProgram(name);
  return (
    <section className="weights-part" aria-label={t('weights.elsewhere')}>
      <h3>{t('weights.elsewhere')}</h3>
      {refusal !== null ? (
        <p className="note">
          <Sentence words={refusal.message} /> <Sentence words={refusal.hint} />
        </p>
      ) : (
        <>
          <p className="note">{t('weights.elsewhereText')}</p>
          <PicturesNote settings={settings} />
          <div className="weights-save">
            <button type="button" disabled={share !== null} onClick={() => void save()}>
              <Download size={14} aria-hidden /> {t('weights.elsewhereSave')}
            </button>
            {/* The name keeps its room while the progress stands in its place. */}
            <small className="file-name replaced">
              <span>{name}</span>
              {share === null ? null : (
                <span>{t('weights.elsewhereDrawing', { percent: Math.floor(100 * share) })}</span>
              )}
            </small>
          </div>
          <pre className="command-lines">{STARTED}</pre>
        </>
      )}
    </section>
  );
}

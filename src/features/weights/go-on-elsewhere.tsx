/** The page's run taken along as a program of another framework, or why it cannot be. */
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { whyNoProgram, zipElsewhere } from '#formats/elsewhere/elsewhere.ts';
import type { Settings } from '#training/settings.ts';
import type { Contestant } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { saveFile } from '#ui/save-file.ts';
import { elsewhereFileName } from '../file-name.ts';
import { Sentence } from '../sentence.tsx';

/** How the program is started, on one process and on several. */
const STARTED = 'python meta_train.py\ntorchrun --nproc_per_node=4 meta_train.py';

interface GoOnElsewhereProps {
  /** The page's own run, as it stands. */
  readonly live: Contestant;
  readonly settings: Settings;
}

export function GoOnElsewhere({ live, settings }: GoOnElsewhereProps) {
  const { t } = useTranslation();
  const runCheckpoint = usePlayground((state) => state.runCheckpoint);
  const notify = usePlayground((state) => state.notify);
  const refusal = whyNoProgram({ settings, tasksDigest: null });
  const name = elsewhereFileName(live, 'pytorch');
  const save = async () => {
    saveFile(name, zipElsewhere('pytorch', await runCheckpoint()), 'application/zip');
  };
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
          <div className="weights-save">
            <button
              type="button"
              onClick={() => {
                save().catch(notify);
              }}
            >
              <Download size={14} aria-hidden /> {t('weights.elsewhereSave')}
            </button>
            <small className="file-name">{name}</small>
          </div>
          <pre className="command-lines">{STARTED}</pre>
        </>
      )}
    </section>
  );
}

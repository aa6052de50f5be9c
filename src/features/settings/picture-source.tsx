/** Where characters come from: invented alphabets, or zips of the visitor's, which are read here and stay in this browser. */
import { useEffect, useId, useState } from 'react';
import { type KeptPictures, LONGEST_NOTE } from '#store/pictures/state.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { formatCount } from '#ui/format.ts';
import { Fold } from '#ui/section.tsx';
import { Sentence } from '../sentence.tsx';
import { usePanelTexts } from '../panel-texts.ts';
import { PictureUse } from './picture-use.tsx';

const INVENTED = 'invented';

/** Free text of the visitor's, kept when the field is left. */
function NoteField({ kept }: { readonly kept: KeptPictures }) {
  const { t } = usePanelTexts();
  const note = usePlayground((state) => state.notePictures);
  const [text, setText] = useState(kept.note);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('pictures.note')}</label>
      <input
        id={id}
        className="picture-note"
        maxLength={LONGEST_NOTE}
        placeholder={t('pictures.noteExample')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void note(kept.digest, text)}
      />
    </div>
  );
}

function Kept({ kept }: { readonly kept: KeptPictures }) {
  const { t } = usePanelTexts();
  const forget = usePlayground((state) => state.forgetPictures);
  const { digest, classes, pictures, bytes } = kept;
  return (
    <>
      <p className="note">
        {t('pictures.size', {
          classes: formatCount(classes),
          pictures: formatCount(pictures),
          size: (bytes / 2 ** 20).toFixed(1),
        })}
      </p>
      <NoteField key={digest} kept={kept} />
      <button type="button" onClick={() => void forget(digest)}>
        {t('pictures.forget')}
      </button>
    </>
  );
}

/** Adds a zip, or tells how far it is read. */
function Adding() {
  const { t } = usePanelTexts();
  const reading = usePlayground((state) => state.readingPictures);
  const add = usePlayground((state) => state.addPictures);
  const stop = usePlayground((state) => state.stopReadingPictures);
  if (reading !== null) {
    const { name, done, of } = reading;
    return (
      <div className="picture-reading" role="group" aria-label={t('pictures.reading', { name })}>
        <span className="note">{t('pictures.reading', { name })}</span>
        <progress aria-label={t('pictures.reading', { name })} value={done} max={Math.max(1, of)} />
        <button type="button" onClick={stop}>
          {t('pictures.stop')}
        </button>
      </div>
    );
  }
  return (
    <>
      <FileButton
        label={t('pictures.add')}
        accept=".zip,application/zip"
        picks="pictures"
        onFile={(file) => void add(file)}
      />
    </>
  );
}

/** Why the zip that is asked for is not what is shown. */
function Refused() {
  const { t } = usePanelTexts();
  const refusal = usePlayground(({ task }) => (task.view === 'pictures' ? task.refusal : null));
  const isMissing = usePlayground(
    ({ pictures, keptPictures, openPictures }) =>
      pictures !== null &&
      keptPictures !== null &&
      openPictures?.digest !== pictures.digest &&
      !keptPictures.some(({ digest }) => digest === pictures.digest),
  );
  if (refusal !== null) {
    return (
      <p className="field-error">
        <Sentence words={refusal} />
        {t('between.sentences')}
        {t('pictures.inventedInstead')}
      </p>
    );
  }
  return isMissing ? <p className="field-error">{t('pictures.missing')}</p> : null;
}

export function PictureSource() {
  const { t } = usePanelTexts();
  const kept = usePlayground((state) => state.keptPictures);
  const pictures = usePlayground((state) => state.pictures);
  const list = usePlayground((state) => state.listPictures);
  const choose = usePlayground((state) => state.choosePictures);
  const isUnknown = kept === null;
  useEffect(() => {
    if (isUnknown) void list();
  }, [isUnknown, list]);
  const zips = kept ?? [];
  const chosen = zips.find(({ digest }) => digest === pictures?.digest);
  // A link may name one that is not here.
  const absent = pictures === null || chosen !== undefined ? [] : [pictures];
  return (
    <Fold title={t('pictures.title')} summary={pictures?.name ?? t('pictures.invented')}>
      <div className="picture-source">
        {zips.length + absent.length === 0 ? null : (
          <ChoiceField
            label={t('pictures.source')}
            labelHidden
            value={pictures?.digest ?? INVENTED}
            options={[
              { value: INVENTED, label: t('pictures.invented') },
              ...[...absent, ...zips].map(({ digest, name }) => ({ value: digest, label: name })),
            ]}
            onChange={(value) => {
              const next = [...absent, ...zips].find(({ digest }) => digest === value);
              choose(next === undefined ? null : { name: next.name, digest: next.digest });
            }}
          />
        )}
        <Refused />
        <PictureUse />
        {chosen === undefined ? null : <Kept kept={chosen} />}
        <Adding />
        <p className="note">{t('pictures.about')}</p>
      </div>
    </Fold>
  );
}

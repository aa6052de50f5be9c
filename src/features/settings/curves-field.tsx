/** The file of curves that tasks are made of: an example, or one of the visitor's, which is read here and stays in this browser. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { briefly } from '#core/brief-digest.ts';
import { EXAMPLES } from '#families/curves/source.ts';
import type { CurveFiles, KeptCurves } from '#store/curves/curves-slice.ts';
import { usePlayground } from '#store/react.ts';
import { FileButton } from '#ui/file-button.tsx';
import { ChoiceField } from '#ui/choice-field.tsx';
import { usePanelTexts } from '../panel-texts.ts';
import { CurvesRead } from './curves-read.tsx';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';

/** The files that this browser keeps, and what is done with them. */
function useFiles() {
  const curveFiles = usePlayground((state) => state.curveFiles);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const notify = usePlayground((state) => state.notify);
  const [kept, setKept] = useState<readonly KeptCurves[] | null>(null);
  const trying = async (act: (files: CurveFiles) => Promise<void>) => {
    try {
      await act(await curveFiles());
    } catch (error) {
      notify(error);
    }
  };
  const list = async (files: CurveFiles) => setKept(await files.listCurves());
  const isUnknown = kept === null;
  useEffect(() => {
    if (!isUnknown) return;
    // A browser that keeps nothing still has the examples.
    void curveFiles()
      .then((files) => files.listCurves())
      .then(setKept, () => setKept([]));
  }, [isUnknown, curveFiles]);
  return {
    kept: kept ?? [],
    isListed: kept !== null,
    add: (file: File) =>
      trying(async (files) => {
        const { digest, refusal } = await files.addCurves(file);
        changeSettings({ curves: digest });
        if (refusal !== null) throw refusal;
        await list(files);
      }),
    forget: (digest: string) =>
      trying(async (files) => {
        await files.forgetCurves(digest);
        changeSettings({ curves: EXAMPLES[0].sha256 });
        await list(files);
      }),
  };
}

/** Takes a file that is chosen or dropped. */
function Adding({ onAdd }: { readonly onAdd: (file: File) => void }) {
  const { t } = usePanelTexts();
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      className={isOver ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined) onAdd(file);
      }}
    >
      <FileButton label={t('curves.add')} accept=".csv,.tsv,.txt,.json" picks="curves" onFile={onAdd} />
      <p className="note">{t('curves.kinds')}</p>
    </div>
  );
}

export function CurvesField() {
  const { t } = usePanelTexts();
  const { t: name } = useTranslation();
  const digest = usePlayground((state) => state.settings.curves);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const { kept, isListed, add, forget } = useFiles();
  const isOwn = kept.some((file) => file.digest === digest);
  const examples = EXAMPLES.map(({ id, sha256 }) => ({ value: sha256, label: t(`curves.example.${id}`) }));
  const example = EXAMPLES.find(({ sha256 }) => sha256 === digest);
  const known = [...examples, ...kept.map((file) => ({ value: file.digest, label: file.name }))];
  const isAbsent = known.every(({ value }) => value !== digest);
  const options = isAbsent ? [...known, { value: digest, label: `${briefly(digest)}…` }] : known;
  return (
    <div className="curves-field" data-tour="curves">
      <ChoiceField
        label={name('setting.curves')}
        hint={<KnobHint ids={['curves']} meaning={() => t('hint.curves')} effect="both" term="task" />}
        mark={<DifferenceMark ids={['curves']} />}
        value={digest}
        options={options}
        onChange={(curves) => changeSettings({ curves })}
      />
      {example === undefined ? null : <p className="note">{t(`curves.about.${example.id}`)}</p>}
      <CurvesRead isMissing={isAbsent && isListed} />
      <Adding onAdd={(file) => void add(file)} />
      {isOwn ? (
        <button type="button" className="plain" onClick={() => void forget(digest)}>
          {t('curves.forget')}
        </button>
      ) : null}
    </div>
  );
}

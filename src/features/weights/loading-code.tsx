/** Lines of code that open the file beside them, predict, and go on adapting on the points on screen. */
import { Tabs } from '@base-ui/react/tabs';
import { Check, Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { solvesClasses } from '#formats/code/class-head.ts';
import { type CodeLanguage, codeFor, LANGUAGE_NAMES, languagesFor } from '#formats/code/languages.ts';
import { notebook } from '#formats/code/notebook.ts';
import { namesClasses, TASK_FILE, taskFile } from '#formats/code/pictures.ts';
import { readsPoints } from '#formats/code/remembering.ts';
import { type CodeRequest, movingOf } from '#formats/code/request.ts';
import { FORMAT_FILES, type WeightFormat } from '#formats/weight-formats.ts';
import {
  alphaOf,
  type Contestant,
  fitsFamily,
  isUnseenBy,
  optimiserOf,
} from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { useIsOfPictures } from '../of-pictures.ts';
import { saveFile } from '#ui/save-file.ts';
import { useCopy } from '#ui/use-copy.ts';

/** Beside the file that it opens, under its name. */
const notebookName = (file: string) => `${file.replace(/\.[^.]+$/, '')}.ipynb`;

interface LoadingCodeProps {
  readonly contestant: Contestant;
  readonly format: WeightFormat;
  readonly file: string;
}

function CopyCode({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const notify = usePlayground((state) => state.notify);
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      className="copy-code"
      onClick={() => {
        copy(code).catch(notify);
      }}
    >
      <Icon size={14} aria-hidden /> {copied ? t('weights.copied') : t('weights.copyCode')}
    </button>
  );
}

export function LoadingCode({ contestant, format, file }: LoadingCodeProps) {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const optimiser = optimiserOf(contestant, settings);
  const support = usePlayground((state) => state.task.support);
  const query = usePlayground((state) => state.task.query);
  const isOfPictures = useIsOfPictures();
  const fits = namesClasses(contestant) === isOfPictures && fitsFamily(contestant, settings);
  const [wish, setWish] = useState<CodeLanguage>('pytorch');
  const languages = languagesFor({ weights: contestant, format }, optimiser);
  const language = languages.find((possible) => possible === wish) ?? languages[0];
  // Points of the page in other units, and of curves that the weights may have learned, are none to adapt to.
  const isUnseen = isUnseenBy(contestant, settings);
  if (language === undefined || !fits || !isUnseen) {
    const hasOthers = languagesFor({ weights: contestant, format: 'safetensors' }, optimiser).length > 0;
    const ofFormat = hasOthers ? 'otherFormat' : 'noCode';
    const ofTask = fits ? 'seenCode' : 'otherTask';
    return <p className="note">{t(`weights.${fits && isUnseen ? ofFormat : ofTask}`)}</p>;
  }
  const request: CodeRequest = {
    weights: contestant,
    file,
    format,
    innerLoop: {
      alpha: alphaOf(contestant, settings.alpha),
      steps: settings.innerSteps,
      support,
      query,
      ...(optimiser === null ? {} : { optimiser }),
    },
  };
  const code = codeFor(language, request);
  // Without steps there is no table to be computed again.
  const hasNotebook =
    language === 'pytorch' &&
    !readsPoints(contestant.network.architecture) &&
    !solvesClasses(contestant) &&
    movingOf(contestant) !== 'none';
  return (
    <section className="weights-part" aria-label={t('weights.codeSection')}>
      <Tabs.Root value={language} onValueChange={setWish}>
        <Tabs.List className="section-tabs code-tabs" aria-label={t('weights.code')}>
          {languages.map((value) => (
            <Tabs.Tab key={value} value={value} className="tab section-tab">
              {LANGUAGE_NAMES[value]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className="code">
          <Tabs.Panel value={language} className="code-lines">
            <pre>{code.trimEnd()}</pre>
          </Tabs.Panel>
          <div className="code-actions">
            {code.includes(TASK_FILE) ? (
              <button
                type="button"
                className="copy-code"
                title={t('weights.taskFileText')}
                onClick={() => saveFile(TASK_FILE, taskFile({ support, query }), FORMAT_FILES.npz.mime)}
              >
                <Download size={14} aria-hidden /> {t('weights.taskFile')}
              </button>
            ) : null}
            {hasNotebook ? (
              <button
                type="button"
                className="copy-code"
                title={t('weights.notebookText')}
                onClick={() => saveFile(notebookName(file), notebook(request), 'application/x-ipynb+json')}
              >
                <Download size={14} aria-hidden /> {t('weights.notebook')}
              </button>
            ) : null}
            <CopyCode code={code} />
          </div>
        </div>
      </Tabs.Root>
    </section>
  );
}

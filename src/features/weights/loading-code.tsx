/** Lines of code that open the file beside them, predict, and go on adapting on the points on screen. */
import { Tabs } from '@base-ui/react/tabs';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CodeLanguage, codeFor, LANGUAGE_NAMES, languagesFor } from '#formats/code/languages.ts';
import type { WeightFormat } from '#formats/weight-formats.ts';
import { alphaOf, type Contestant, optimiserOf } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { useCopy } from '#ui/use-copy.ts';

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
  const [wish, setWish] = useState<CodeLanguage>('pytorch');
  const languages = languagesFor({ weights: contestant, format }, optimiser);
  const language = languages.find((possible) => possible === wish) ?? languages[0];
  if (language === undefined) return null;
  const code = codeFor(language, {
    weights: contestant,
    file,
    format,
    innerLoop: {
      alpha: alphaOf(contestant, settings.alpha),
      steps: settings.innerSteps,
      support,
      ...(optimiser === null ? {} : { optimiser }),
    },
  });
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
          <CopyCode code={code} />
        </div>
      </Tabs.Root>
    </section>
  );
}

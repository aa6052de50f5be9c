/** Taking an initialisation along, and bringing one back. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeArchitecture } from '#core/model.ts';
import { pytorchCode } from '#formats/pytorch-code.ts';
import { writeWeightsFile } from '#formats/weights-file.ts';
import { CONTESTANT_IDS, type Contestant } from '#store/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { provenanceOf, useOrigin } from '../vocabulary.ts';
import { RatesTable } from './rates-table.tsx';

function fileNameOf({ id, network, details }: Contestant): string {
  const architecture = describeArchitecture(network.architecture).replace(' ', '-');
  return `${id}-${architecture}-${details.iteration}.safetensors`;
}

function download(contestant: Contestant): void {
  const url = URL.createObjectURL(
    new Blob([writeWeightsFile(contestant)], { type: 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(contestant);
  link.click();
  URL.revokeObjectURL(url);
}

function PythonCode({ contestant }: { readonly contestant: Contestant }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<string | null>(null);
  const notify = usePlayground((state) => state.notify);
  const code = pytorchCode(contestant, fileNameOf(contestant));
  return (
    <details>
      <summary>{t('weights.python')}</summary>
      <pre>{code}</pre>
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(code).then(() => setCopied(code), notify);
        }}
      >
        {copied === code ? t('weights.copied') : t('weights.copy')}
      </button>
    </details>
  );
}

function ImportWeights() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const imported = usePlayground((state) => state.contestants.imported);
  const importWeights = usePlayground((state) => state.importWeights);
  const notify = usePlayground((state) => state.notify);
  const originOf = useOrigin();

  const take = (file: File | undefined) => {
    if (file === undefined) return;
    file
      .arrayBuffer()
      .then((buffer) => importWeights(new Uint8Array(buffer)))
      .catch(notify);
  };
  return (
    <div
      className={over ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <button type="button" onClick={() => input.current?.click()}>
        {t('weights.import')}
      </button>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        aria-label={t('weights.import')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
      <p>{t('weights.importText')}</p>
      {imported === undefined ? null : (
        <p role="status">
          {t('weights.imported', {
            architecture: describeArchitecture(imported.network.architecture),
            origin: originOf(provenanceOf(imported)),
          })}
        </p>
      )}
    </div>
  );
}

export function WeightsPanel() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const [wish, setWish] = useState<Contestant['id']>('maml');
  const present = CONTESTANT_IDS.flatMap((id) => contestants[id] ?? []);
  const chosen = contestants[wish] ?? present[0];
  if (chosen === undefined) return null;
  return (
    <div className="panel">
      <ChoiceField
        label={t('weights.which')}
        value={chosen.id}
        options={present.map(({ id }) => ({ value: id, label: t(`contestant.${id}`) }))}
        onChange={setWish}
      />
      <div className="button-row">
        <button type="button" className="primary" onClick={() => download(chosen)}>
          {t('weights.export')}
        </button>
      </div>
      <p>{t('weights.exportText')}</p>
      {chosen.rates === null ? null : (
        <>
          <p>{t('weights.ratesText')}</p>
          <RatesTable architecture={chosen.network.architecture} rates={chosen.rates} />
        </>
      )}
      <PythonCode contestant={chosen} />
      <ImportWeights />
    </div>
  );
}

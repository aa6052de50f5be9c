/** Bringing weights in: by file picker, drop or paste; a file that does not tell its activation is asked about. */
import { Upload } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaygroundError } from '#core/errors.ts';
import { ACTIVATIONS, type Activation, describeArchitecture } from '#models/mlp.ts';
import { said, type Words } from '#core/saying.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint.ts';
import type { ForeignNetwork } from '#formats/foreign-network.ts';
import { pointFileKind, readPoints } from '#formats/point-files.ts';
import { foreignWeights, LARGEST_FILE, readWeights } from '#formats/read-weights.ts';
import { usePlayground } from '#store/react.ts';
import { provenanceOf, useOrigin } from '../vocabulary.ts';

/** A hundred points, the most that a task has, are far shorter. */
const LARGEST_POINT_FILE = 65_536;
/** How errors name what came by the clipboard. */
const PASTED = said`Clipboard`;

/** What waits for an answer. */
type Unanswered = ForeignNetwork | null;

function useImport(ask: (network: Unanswered) => void) {
  const importWeights = usePlayground((state) => state.importWeights);
  const placePoints = usePlayground((state) => state.placePoints);
  const notify = usePlayground((state) => state.notify);
  const takeBytes = useCallback(
    (bytes: Uint8Array, name: Words) => {
      const text = new TextDecoder().decode(bytes.subarray(0, LARGEST_POINT_FILE));
      if (pointFileKind(text) === 'points') {
        placePoints(readPoints(text, name));
        return;
      }
      const read = readWeights(bytes);
      ask(read.kind === 'activationUnknown' ? read.network : null);
      if (read.kind === 'weights') importWeights(read.weights);
      if (read.kind === 'checkpoint') importWeights(weightsOfCheckpoint(read.checkpoint));
    },
    [ask, importWeights, placePoints],
  );
  const takeFile = useCallback(
    async (file: File | undefined) => {
      if (file === undefined) return;
      try {
        if (file.size > LARGEST_FILE) {
          throw new PlaygroundError(
            'weights-file-damaged',
            said`Expected at most ${LARGEST_FILE} bytes, found ${file.size} in ${file.name}.`,
          );
        }
        takeBytes(new Uint8Array(await file.arrayBuffer()), file.name);
      } catch (error) {
        notify(error);
      }
    },
    [takeBytes, notify],
  );
  const takeText = useCallback(
    (text: string) => {
      try {
        takeBytes(new TextEncoder().encode(text), PASTED);
      } catch (error) {
        notify(error);
      }
    },
    [takeBytes, notify],
  );
  const answer = (network: ForeignNetwork, activation: Activation) => {
    try {
      importWeights(foreignWeights(network, activation));
      ask(null);
    } catch (error) {
      notify(error);
    }
  };
  return { takeFile, takeText, answer };
}

/** Whatever is pasted while the panel is open, unless a field has the focus that takes text itself. */
function usePaste(
  takeFile: (file: File | undefined) => Promise<void>,
  takeText: (text: string) => void,
): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      if (target instanceof Element && target.closest('input, textarea, select') !== null) return;
      const file = clipboardData?.files[0];
      const text = clipboardData?.getData('text/plain') ?? '';
      if (file !== undefined) void takeFile(file);
      else if (/^\s*(?:\{|x\s*[,;\t]\s*y\s*$)/im.test(text)) takeText(text);
      else return;
      event.preventDefault();
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [takeFile, takeText]);
}

interface QuestionProps {
  readonly network: ForeignNetwork;
  readonly onAnswer: (activation: Activation) => void;
  readonly onCancel: () => void;
}

function ActivationQuestion({ network, onAnswer, onCancel }: QuestionProps) {
  const { t } = useTranslation();
  const question = t('weights.askActivation', { sizes: network.layerSizes.join('-') });
  return (
    <div className="activation-question" role="group" aria-label={question}>
      <p role="status">{question}</p>
      <div className="button-row">
        {ACTIVATIONS.map((activation) => (
          <button key={activation} type="button" onClick={() => onAnswer(activation)}>
            {activation}
          </button>
        ))}
        <button type="button" className="plain" onClick={onCancel}>
          {t('weights.cancel')}
        </button>
      </div>
    </div>
  );
}

function Imported() {
  const { t } = useTranslation();
  const imported = usePlayground((state) => state.contestants.imported);
  const originOf = useOrigin();
  if (imported === undefined) return null;
  const architecture = describeArchitecture(imported.network.architecture);
  return (
    <p role="status">{t('weights.imported', { architecture, origin: originOf(provenanceOf(imported)) })}</p>
  );
}

export function ImportWeights() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [unanswered, setUnanswered] = useState<Unanswered>(null);
  const notify = usePlayground((state) => state.notify);
  const { takeFile, takeText, answer } = useImport(setUnanswered);
  usePaste(takeFile, takeText);
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
        void takeFile(event.dataTransfer.files[0]);
      }}
    >
      <div className="button-row">
        <button type="button" onClick={() => input.current?.click()}>
          <Upload size={14} aria-hidden /> {t('weights.import')}
        </button>
        <button
          type="button"
          className="plain"
          onClick={() => {
            navigator.clipboard.readText().then(takeText, notify);
          }}
        >
          {t('weights.paste')}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".safetensors,.npz,.json,.csv"
        hidden
        aria-label={t('weights.import')}
        onChange={(event) => {
          void takeFile(event.target.files?.[0]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
      <p className="note">{t('weights.importText')}</p>
      {unanswered === null ? (
        <Imported />
      ) : (
        <ActivationQuestion
          network={unanswered}
          onAnswer={(activation) => answer(unanswered, activation)}
          onCancel={() => setUnanswered(null)}
        />
      )}
    </div>
  );
}

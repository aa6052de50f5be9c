/** Bringing weights in, and points and tasks: by file picker, drop or paste; what a file leaves open is asked. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaygroundError } from '#core/errors.ts';
import { describeArchitecture } from '#models/architecture.ts';
import { pointsOnPlot } from '#families/curve/scale.ts';
import { expectOnPlot } from '#families/curve/on-plot.ts';
import { scaleOf } from '#families/family-of.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { said, type Words } from '#core/saying.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import { pointFileKind, readPoints, readTasks } from '#formats/point-files.ts';
import {
  foreignWeights,
  LARGEST_FILE,
  type ReadWeights,
  readWeights,
  weightsIn,
} from '#formats/read-weights.ts';
import { decodedText } from '#formats/text.ts';
import { usePlayground } from '#store/react.ts';
import { FileButton } from '#ui/file-button.tsx';
import { useIsOfPictures } from '../of-pictures.ts';
import { provenanceOf, useOrigin } from '../vocabulary.ts';
import { ImportQuestion, type Question } from './import-questions.tsx';

/** Tables of points and tasks are far shorter; what is longer is weights. */
const LARGEST_TABLE = 4_000_000;
/** How errors name what came by the clipboard. */
const PASTED = said`Clipboard`;

/** What has come of a file: a question, or names of what was left out of it. */
interface Outcome {
  readonly question: Question | null;
  readonly leftOut: readonly string[];
}

const NOTHING: Outcome = { question: null, leftOut: [] };

function useImport(tell: (outcome: Outcome) => void) {
  const importWeights = usePlayground((state) => state.importWeights);
  const place = usePlayground((state) => state.placePoints);
  const scale = usePlayground((state) => scaleOf(state.settings));
  // Of measured curves, points come in the units of their file.
  const placePoints = useCallback(
    (points: PointSet) => {
      expectOnPlot(points, scale);
      place(points);
    },
    [place, scale],
  );
  const notify = usePlayground((state) => state.notify);
  const takeRead = useCallback(
    (read: ReadWeights) => {
      const leftOut = 'leftOut' in read ? (read.leftOut ?? []) : [];
      if (read.kind === 'activationUnknown' || read.kind === 'severalNetworks') {
        tell({ question: read, leftOut });
        return;
      }
      importWeights(read.kind === 'weights' ? read.weights : weightsOfCheckpoint(read.checkpoint));
      tell({ question: null, leftOut });
    },
    [tell, importWeights],
  );
  const takeTask = useCallback(
    (tasks: readonly TaskData[], shown: number) => {
      const task = tasks[shown];
      if (task !== undefined) placePoints(pointsOnPlot([...task.support.x], [...task.support.y], scale));
      tell({ question: { kind: 'tasks', tasks, shown }, leftOut: [] });
    },
    [tell, placePoints, scale],
  );
  const takeBytes = useCallback(
    (bytes: Uint8Array, name: Words) => {
      const text = bytes.length <= LARGEST_TABLE ? decodedText(bytes) : null;
      const kind = text === null ? null : pointFileKind(text, typeof name === 'string' ? name : '');
      if (text === null || kind === null) {
        takeRead(readWeights(bytes));
      } else if (kind === 'tasks') {
        takeTask(readTasks(text, name), 0);
      } else {
        placePoints(readPoints(text, name, scale));
        tell(NOTHING);
      }
    },
    [tell, takeRead, takeTask, placePoints, scale],
  );
  const takeFile = useCallback(
    async (file: File | undefined) => {
      if (file === undefined) return;
      try {
        if (file.size > LARGEST_FILE) {
          throw new PlaygroundError(
            'file-unread',
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
  /** What an answer leads to; what it is refused for, the visitor is told. */
  const attempt = useCallback(
    (work: () => void) => {
      try {
        work();
      } catch (error) {
        notify(error);
      }
    },
    [notify],
  );
  const takeText = useCallback(
    (text: string) => attempt(() => takeBytes(new TextEncoder().encode(text), PASTED)),
    [takeBytes, attempt],
  );
  return { takeFile, takeText, takeRead, takeTask, attempt };
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
      else if (/^\s*\{/.test(text) || pointFileKind(text) !== null) takeText(text);
      else return;
      event.preventDefault();
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [takeFile, takeText]);
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
  const isOfPictures = useIsOfPictures();
  const [over, setOver] = useState(false);
  const [{ question, leftOut }, setOutcome] = useState<Outcome>(NOTHING);
  const notify = usePlayground((state) => state.notify);
  const { takeFile, takeText, takeRead, takeTask, attempt } = useImport(setOutcome);
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
        <FileButton
          label={t('weights.import')}
          accept=".safetensors,.npz,.json,.onnx,.zip,.csv,.tsv,.txt"
          picks="weights"
          onFile={(file) => void takeFile(file)}
        />
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
      <p className="note">{t(isOfPictures ? 'characters.words.importText' : 'weights.importText')}</p>
      {question === null ? (
        <Imported />
      ) : (
        <ImportQuestion
          question={question}
          onActivation={(activation) => {
            if (question.kind !== 'activationUnknown') return;
            const weights = foreignWeights(question.network, activation);
            attempt(() => takeRead({ kind: 'weights', weights, leftOut }));
          }}
          onNetwork={(network) => {
            if (question.kind !== 'severalNetworks') return;
            attempt(() => takeRead(weightsIn(question.file, { network })));
          }}
          onTask={(task) => {
            if (question.kind === 'tasks') attempt(() => takeTask(question.tasks, task));
          }}
          onCancel={() => setOutcome(NOTHING)}
        />
      )}
      {leftOut.length > 0 && (
        <p role="status" className="note">
          {t('weights.leftOut', { names: leftOut.join(t('weights.nameSeparator')) })}
        </p>
      )}
    </div>
  );
}

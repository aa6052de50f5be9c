/** Parameters before and after the shown inner step, tensor by tensor, and where the change is. */
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CellMap } from '#charts/cell-map.tsx';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatExactly, formatPercent } from '#ui/format.ts';
import { indexText, largestSize, type TensorChange, tensorChanges } from './changes.ts';
import { useOpen } from './use-open.ts';

const PARTS = ['before', 'after', 'change'] as const;

/** An element of a tensor, where it is pointed at. */
interface Mark {
  readonly name: string;
  readonly index: number;
}

interface TensorProps {
  readonly tensor: TensorChange;
  readonly marked: number | null;
  readonly describedBy: string;
  readonly onMark: (index: number | null) => void;
}

/** The element under a pointer, on whichever of the three drawings it is. */
function indexUnder(event: PointerEvent, { rows, columns }: TensorChange): number | null {
  const drawing = event.target instanceof Element ? event.target.closest('.cell-cells') : null;
  if (drawing === null) return null;
  const { left, top, width, height } = drawing.getBoundingClientRect();
  const within = (share: number, count: number) =>
    Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  const row = within((event.clientY - top) / height, rows);
  return row * columns + within((event.clientX - left) / width, columns);
}

function moved(key: string, index: number, { rows, columns }: TensorChange): number | null {
  const [row, column] = [Math.floor(index / columns), index % columns];
  switch (key) {
    case 'ArrowLeft':
      return row * columns + Math.max(0, column - 1);
    case 'ArrowRight':
      return row * columns + Math.min(columns - 1, column + 1);
    case 'ArrowUp':
      return Math.max(0, row - 1) * columns + column;
    case 'ArrowDown':
      return Math.min(rows - 1, row + 1) * columns + column;
    case 'Home':
      return 0;
    case 'End':
      return rows * columns - 1;
    default:
      return null;
  }
}

function Tensor({ tensor, marked, describedBy, onMark }: TensorProps) {
  const { t } = useTranslation();
  const { name, rows, columns, shape, before, after, change } = tensor;
  const limit = useMemo(() => largestSize(before, after), [before, after]);
  const changeLimit = useMemo(() => largestSize(change), [change]);
  const title = `${name} ${shape.join('×')}`;
  const press = (event: KeyboardEvent) => {
    const next = moved(event.key, marked ?? 0, tensor);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMark(marked === null ? 0 : next);
  };
  return (
    <div className="cell-tensor" data-tensor={name}>
      <p>
        {title}{' '}
        <small>
          {t('inside.parameters.scale', {
            limit: formatBriefly(limit),
            changeLimit: formatBriefly(changeLimit),
          })}
        </small>
      </p>
      <button
        type="button"
        className="cell-triple"
        aria-label={t('inside.parameters.label', { name: title })}
        aria-describedby={describedBy}
        onPointerMove={(event) => onMark(indexUnder(event, tensor))}
        onPointerDown={(event) => onMark(indexUnder(event, tensor))}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') onMark(null);
        }}
        onKeyDown={press}
      >
        {PARTS.map((part) => (
          <span
            key={part}
            className={rows === 1 ? 'cell-cells cell-strip' : 'cell-cells'}
            style={rows === 1 ? undefined : { aspectRatio: `${columns} / ${rows}` }}
          >
            <CellMap
              values={tensor[part]}
              rows={rows}
              columns={columns}
              limit={part === 'change' ? changeLimit : limit}
            />
            {marked === null ? null : (
              <span
                className="cell-mark"
                style={{
                  left: `${(100 * (marked % columns)) / columns}%`,
                  top: `${(100 * Math.floor(marked / columns)) / rows}%`,
                  width: `${100 / columns}%`,
                  height: `${100 / rows}%`,
                }}
              />
            )}
          </span>
        ))}
      </button>
    </div>
  );
}

function Changes({ tensors }: { readonly tensors: readonly TensorChange[] }) {
  const { t } = useTranslation();
  const last = Math.max(...tensors.map(({ layer }) => layer));
  const head = tensors.reduce((sum, { layer, share }) => sum + (layer === last ? (share ?? 0) : 0), 0);
  const hasMoved = tensors.some(({ share }) => share !== null);
  const isBroken = tensors.some(({ normChange }) => !Number.isFinite(normChange));
  const step = usePlayground((state) => state.step);
  const without = step === 0 ? 'still' : isBroken ? 'blownUp' : 'stays';
  return (
    <>
      <p>
        {hasMoved
          ? t('inside.parameters.headShare', { head: formatPercent(head), body: formatPercent(1 - head) })
          : t(`inside.parameters.${without}`)}
      </p>
      <table className="summary-table" data-testid="changes">
        <caption>{t('inside.parameters.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('inside.parameters.tensor')}</th>
            <th scope="col">{t('inside.parameters.norm')}</th>
            <th scope="col">{t('inside.parameters.moved')}</th>
            <th scope="col" className="bar-column">
              {t('inside.parameters.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tensors.map(({ name, normBefore, normChange, share }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatBriefly(normBefore) ?? '∞'}</td>
              <td>{formatBriefly(normChange) ?? '∞'}</td>
              <td className="bar-column">
                <span className="share-bar" style={{ width: `${70 * (share ?? 0)}%` }} />
                {share === null ? (isBroken ? '–' : '0%') : formatPercent(share)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

export function ParametersView() {
  const { t } = useTranslation();
  useOpen('parameters');
  const readoutId = useId();
  const path = usePlayground((state) => state.parameterPath);
  const step = usePlayground((state) => state.step);
  const [mark, setMark] = useState<Mark | null>(null);
  const tensors = useMemo(() => {
    const before = path?.parameters[0];
    const after = path?.parameters[Math.min(step, path.parameters.length - 1)];
    if (path === null || before === undefined || after === undefined) return null;
    return tensorChanges(path.architecture, before, after);
  }, [path, step]);
  if (path === null || tensors === null) return <p className="note">{t('inside.waiting')}</p>;
  const number = (value: number | undefined) => formatExactly(value ?? Number.NaN) ?? t('compare.infinite');
  const markedTensor = tensors.find(({ name }) => name === mark?.name);
  const readout =
    mark === null || markedTensor === undefined || mark.index >= markedTensor.before.length
      ? t('inside.parameters.hint')
      : t('inside.parameters.cell', {
          name: indexText(markedTensor, mark.index),
          before: number(markedTensor.before[mark.index]),
          after: number(markedTensor.after[mark.index]),
          change: number(markedTensor.change[mark.index]),
        });
  return (
    <>
      <p className="note">{t('inside.parameters.lead', { count: step })}</p>
      <div className="cell-heads" aria-hidden="true">
        <span>{t('inside.parameters.before')}</span>
        <span>{t('inside.parameters.after', { step })}</span>
        <span>{t('inside.parameters.change')}</span>
      </div>
      {tensors.map((tensor) => (
        <Tensor
          key={tensor.name}
          tensor={tensor}
          marked={mark?.name === tensor.name && mark.index < tensor.before.length ? mark.index : null}
          describedBy={readoutId}
          onMark={(index) => setMark(index === null ? null : { name: tensor.name, index })}
        />
      ))}
      <p id={readoutId} className="note inside-readout" aria-live="polite">
        {readout}
      </p>
      <Changes tensors={tensors} />
    </>
  );
}

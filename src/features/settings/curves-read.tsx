/** What was read of a file of curves: how many there are, how they are split, by what they are brought onto the plot, and what does not fit. */
import { keptCurves, type PreparedFile } from '#families/curves/source.ts';
import type { Axis } from '#families/curve/scale.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatCount } from '#ui/format.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** As a formula: a value of the file from one of the plot. */
function fromPlot(name: string, { centre, unit }: Axis): string {
  const sign = centre < 0 ? '−' : '';
  return `${sign}${formatBriefly(Math.abs(centre))} + ${formatBriefly(unit)} · ${name}`;
}

function Figures({ read }: { readonly read: PreparedFile }) {
  const { t } = usePanelTexts();
  const { file, split, scale } = read;
  const points = file.curves.reduce((sum, { x }) => sum + x.length, 0);
  const parts = (['training', 'validation', 'heldOut'] as const).map((part) => ({
    part,
    count: split[part].length,
  }));
  return (
    <>
      <p className="curves-size">
        {t('curves.size', { curves: formatCount(file.curves.length), total: formatCount(points) })}
        {file.missing === 0 ? null : ` ${t('curves.missingCells', { count: file.missing })}`}
      </p>
      <div className="curves-split" role="group" aria-label={t('curves.split')}>
        <div className="curves-bar" aria-hidden="true">
          {parts.map(({ part, count }) => (
            <span key={part} data-part={part} style={{ flexGrow: count }} />
          ))}
        </div>
        <ul>
          {parts.map(({ part, count }) => (
            <li key={part} data-part={part}>
              <strong>{formatCount(count)}</strong> {t(`curves.part.${part}`)}
            </li>
          ))}
        </ul>
      </div>
      <dl className="curves-scale">
        <dt>{t('curves.ofFile', { axis: 'x' })}</dt>
        <dd>{fromPlot('x', scale.x)}</dd>
        <dt>{t('curves.ofFile', { axis: 'y' })}</dt>
        <dd>{fromPlot('y', scale.y)}</dd>
      </dl>
      <p className="note">{t('curves.scaleNote')}</p>
    </>
  );
}

/** Where K and Q ask for more points than a curve has. */
function TooFew({ read }: { readonly read: PreparedFile }) {
  const { t } = usePanelTexts();
  const shots = usePlayground((state) => state.settings.shots);
  const queryPoints = usePlayground((state) => state.settings.queryPoints);
  // Only an end by error asks for validation's, and then says so itself.
  const found = Math.min(read.fewest.training, read.fewest.heldOut);
  if (found >= shots + queryPoints) return null;
  return (
    <p className="field-error" role="status">
      {t('curves.tooFew', { wanted: shots + queryPoints, shots, queryPoints, found })}
    </p>
  );
}

interface CurvesReadProps {
  /** Whether this browser has no such file. */
  readonly isMissing: boolean;
}

export function CurvesRead({ isMissing }: CurvesReadProps) {
  const { t } = usePanelTexts();
  // Drawn anew once the file is here.
  const read = usePlayground(({ settings, task }) => (task.isBlank ? null : keptCurves(settings)));
  if (read !== null) {
    return (
      <>
        <Figures read={read} />
        <TooFew read={read} />
      </>
    );
  }
  return isMissing ? <p className="field-error">{t('curves.missing')}</p> : null;
}

/** A button that starts a long computation, and while it runs stops it and tells how far it is. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';

interface RunButtonProps {
  readonly start: string;
  readonly progress: { readonly done: number; readonly of: number } | null;
  /** What is counted. */
  readonly progressLabel: string;
  readonly disabled?: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

export function RunButton(props: RunButtonProps) {
  const { start, progress, progressLabel, disabled = false, onStart, onStop } = props;
  const { t } = useTranslation();
  const ready = usePlayground((state) => state.engine.kind === 'ready');
  if (progress === null) {
    return (
      <div className="run-row">
        <button type="button" className="primary" disabled={!ready || disabled} onClick={onStart}>
          {start}
        </button>
      </div>
    );
  }
  return (
    <div className="run-row">
      <button type="button" className="primary" onClick={onStop}>
        {t('compare.stop')}
      </button>
      <div className="progress">
        <progress aria-label={progressLabel} value={progress.done} max={Math.max(1, progress.of)} />
        <span>
          {formatCount(progress.done)} / {formatCount(progress.of)}
        </span>
      </div>
    </div>
  );
}

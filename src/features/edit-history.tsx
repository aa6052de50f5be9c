/** Taking edits of the shown task back. */
import { Redo2, RotateCcw, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { isOwnTask } from '#store/task/task-slice.ts';

const ICON = { size: 15, 'aria-hidden': true } as const;

export function EditHistory() {
  const { t } = useTranslation();
  const canReset = usePlayground((state) => isOwnTask(state));
  const canUndo = usePlayground((state) => state.taskPast.length > 0);
  const canRedo = usePlayground((state) => state.taskFuture.length > 0);
  const undoEdit = usePlayground((state) => state.undoEdit);
  const redoEdit = usePlayground((state) => state.redoEdit);
  const discardEdits = usePlayground((state) => state.discardEdits);
  return (
    <div className="plot-history" role="group" aria-label={t('tools.history')}>
      <button
        type="button"
        className="tool"
        aria-label={t('tools.undo')}
        title={t('tools.undo')}
        disabled={!canUndo}
        onClick={undoEdit}
      >
        <Undo2 {...ICON} />
      </button>
      <button
        type="button"
        className="tool"
        aria-label={t('tools.redo')}
        title={t('tools.redo')}
        disabled={!canRedo}
        onClick={redoEdit}
      >
        <Redo2 {...ICON} />
      </button>
      <button
        type="button"
        className="tool"
        aria-label={t('tools.reset')}
        title={t('tools.reset')}
        disabled={!canReset}
        onClick={discardEdits}
      >
        <RotateCcw {...ICON} />
      </button>
    </div>
  );
}

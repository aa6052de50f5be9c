/** Control or command with Z takes an edit of the task back, with Shift or with Y it comes again. */
import { useEffect } from 'react';
import { usePlayground } from '#store/react.ts';

export function useUndoKeys(): void {
  const undoEdit = usePlayground((state) => state.undoEdit);
  const redoEdit = usePlayground((state) => state.redoEdit);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A text box takes back its own changes.
      const isText = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isText) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'z' && !event.shiftKey) undoEdit();
      else redoEdit();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [undoEdit, redoEdit]);
}

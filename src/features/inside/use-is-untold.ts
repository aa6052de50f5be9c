/** Whether a view cannot be computed, because the contestant looked into cannot be asked about the task that the view is of. */
import { canBeAsked } from '#store/contestants/contestants.ts';
import { type InsideView, lookedInto } from '#store/inside/inside-slice.ts';
import { usePlayground } from '#store/react.ts';

export function useIsUntold(view: InsideView): boolean {
  return usePlayground((state) => {
    const contestant = lookedInto(state);
    const isOfShownTask =
      view !== 'contexts' &&
      (view !== 'gauge' || (state.gauge.scope === 'shown' && state.gauge.against !== 'otherTasks'));
    return contestant !== null && isOfShownTask && !canBeAsked(contestant, state.task);
  });
}

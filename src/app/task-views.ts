/** What stands at the centre of the page, by the view that the family of the tasks names. */
import type { ComponentType } from 'react';
import { familyOf } from '#families/family-of.ts';
import type { ViewName } from '#families/family.ts';
import { Headline } from '#features/task-plot/headline.tsx';
import { Caption } from '#features/task-plot/caption.tsx';
import { TaskPlot } from '#features/task-plot/task-plot.tsx';
import { usePlayground } from '#store/react.ts';

interface TaskView {
  /** The shown task and what the contestants make of it; with its caption, where there is room. */
  readonly Plot: ComponentType<{ readonly withoutCaption?: boolean }>;
  readonly Caption: ComponentType;
  /** What the view is there to show, above it. */
  readonly Headline: ComponentType;
}

const TASK_VIEWS: Readonly<Record<ViewName, TaskView>> = {
  curve: { Plot: TaskPlot, Caption, Headline },
};

export function useTaskView(): TaskView {
  const family = usePlayground((state) => state.settings.family);
  return TASK_VIEWS[familyOf({ family }).view];
}

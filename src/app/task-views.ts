/** What stands at the centre of the page, by the view that the family of the tasks names. */
import { type ComponentType, createElement, lazy, Suspense } from 'react';
import { familyOf } from '#families/family-of.ts';
import type { ViewName } from '#families/family.ts';
import { Headline } from '#features/task-plot/headline.tsx';
import { Caption } from '#features/task-plot/caption.tsx';
import { TaskPlot } from '#features/task-plot/task-plot.tsx';
import { usePlayground } from '#store/react.ts';
import { loadPanelTexts } from './i18n/index.ts';

interface PlotProps {
  readonly withoutCaption?: boolean;
}

interface TaskView {
  /** The shown task and what the contestants make of it; with its caption, where there is room. */
  readonly Plot: ComponentType<PlotProps>;
  readonly Caption: ComponentType;
  /** What the view is there to show, above it. */
  readonly Headline: ComponentType;
}

/** A part of a view that the page does not open with; its place is empty until it has come. */
function late<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(async () => {
    const [loaded] = await Promise.all([load(), loadPanelTexts()]);
    return { default: loaded };
  });
  return (props) => createElement(Suspense, null, createElement(Part as ComponentType<Props>, props));
}

const TASK_VIEWS: Readonly<Record<ViewName, TaskView>> = {
  curve: { Plot: TaskPlot, Caption, Headline },
  pictures: {
    Plot: late(async () => (await import('#features/characters/characters-view.tsx')).CharactersView),
    Caption: late(async () => (await import('#features/characters/caption.tsx')).CharactersCaption),
    Headline: late(async () => (await import('#features/characters/headline.tsx')).CharactersHeadline),
  },
};

export function useTaskView(): TaskView {
  const family = usePlayground((state) => state.settings.family);
  return TASK_VIEWS[familyOf({ family }).view];
}

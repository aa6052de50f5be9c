/** What of the page is about tasks that papers have measured: presets, tours, the timeline and the claims of the shipped weights. */
import { curveFamilyOf, type OfFamily } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';

export function isPublished(of: OfFamily): boolean {
  return curveFamilyOf(of)?.isPublished === true;
}

/** Whether the tasks of the settings are such. */
export function useIsPublished(): boolean {
  return usePlayground(({ settings }) => isPublished(settings));
}

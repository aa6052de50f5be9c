/** What there is to compare by. */
import { errorCellsOf } from '#families/error-maps.ts';
import { COMPARISON_SECTIONS, type ComparisonSection } from '#store/compare/comparison-slice.ts';
import type { Settings } from '#training/settings.ts';
import { isPublished } from '../of-published.ts';

/** Maps are of families whose tasks have two numbers, published figures of the one that papers have measured. */
export function comparisonSections(settings: Settings): readonly ComparisonSection[] {
  const has: Readonly<Record<ComparisonSection, boolean>> = {
    evaluate: true,
    map: errorCellsOf(settings) !== null,
    published: isPublished(settings),
  };
  return COMPARISON_SECTIONS.filter((section) => has[section]);
}

/** A part of the document: what is judged, and the table it makes. */
import type { Judge, Sample } from './judge.ts';
import type { Table } from './markdown.ts';
import type { Recipe } from './recipes.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** What was done, with all settings that the table does not show. */
  readonly text: (sample: Sample) => string;
  readonly recipes: readonly Recipe[];
  readonly table: (judge: Judge, sample: Sample) => Promise<Table>;
}

/** The published tables by name. What they say is in `published.ts`, which a page needs later. */
export const PUBLISHED_TABLE_IDS = ['mamlTable2', 'metaSgdTable1'] as const;
export type PublishedTableId = (typeof PUBLISHED_TABLE_IDS)[number];

/** Of the tables in docs/reproduction.md, where the paper does not say. The page offers fewer, for speed. */
export const TABLE_TASKS = 20_000;

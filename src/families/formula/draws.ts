/** Counters of a task's draws: each kind counts from its own base, so that more shots only add points to a task. */
export const LETTER_DRAWS = 0;
export const POINT_DRAWS = {
  support: { x: 0x1_0000, noise: 0x2_0000 },
  query: { x: 0x3_0000, noise: 0x4_0000 },
} as const;

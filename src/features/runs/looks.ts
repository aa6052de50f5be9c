/** Lines of runs beside each other, that the colour-blind tell apart, too. */
const LIVE = { color: 'var(--live)', dash: null } as const;
const LOOKS = [
  LIVE,
  { color: 'var(--maml)', dash: null },
  { color: 'var(--pretrained)', dash: null },
  { color: 'var(--imaml)', dash: '12 5 3 5' },
  { color: 'var(--random)', dash: '6 4' },
] as const;

export const MOST_BESIDE = LOOKS.length;

/** The line of the run at a place of those that are drawn. */
export function lookOf(at: number): { readonly color: string; readonly dash: string | null } {
  return LOOKS[at] ?? LIVE;
}

/** Angles between meta-gradients as a reader sees them. */
import { formatNumber } from '#ui/format.ts';

export function toDegrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

/** In degrees: three digits, or 0 where single precision can tell no difference. */
export function formatAngle(radians: number): string {
  const degrees = toDegrees(radians);
  return `${degrees < INVISIBLE ? '0' : (formatNumber(degrees) ?? '')}°`;
}

/** Degrees: below, what is seen is the rounding of single precision. */
const INVISIBLE = 0.001;
const SMALL = 5;
const MEDIUM = 30;

export type Verdict = 'same' | 'small' | 'medium' | 'large' | 'opposite';

/** How much it matters to leave out the second order, by the angle in radians. */
export function verdictOf(radians: number): Verdict {
  const degrees = toDegrees(radians);
  if (degrees < INVISIBLE) return 'same';
  if (degrees < SMALL) return 'small';
  if (degrees < MEDIUM) return 'medium';
  return degrees <= 90 ? 'large' : 'opposite';
}

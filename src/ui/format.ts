/** Numbers as text. */
import { format } from 'd3-format';

const threeDigits = format('.3r');
const thousands = format(',');
const scientific = format('.2~e');

/** Three significant digits, or a power of ten where those would be too long; `null` if not finite. */
export function formatNumber(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0005 || size >= 100_000)) return scientific(value);
  return size >= 1000 ? thousands(Math.round(value)) : threeDigits(value);
}

const threeDecimals = format('.3f');
const fourDecimals = format('.4f');
const briefScientific = format('.1~e');

/** As `formatNumber`, but no longer than a narrow column: fewer digits, or a power of ten, below a tenth. */
export function formatBriefly(value: number): string | null {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.1 || !Number.isFinite(value)) return formatNumber(value);
  if (size >= 0.01) return threeDecimals(value);
  return size >= 0.001 ? fourDecimals(value) : briefScientific(value);
}

const sevenDigits = format('.7~g');

/** All digits that a single-precision number has; `null` if not finite. */
export function formatExactly(value: number): string | null {
  return Number.isFinite(value) ? sevenDigits(value) : null;
}

export const formatCount = thousands;
export const formatTick = format('.3~r');
export const formatPercent = format('.1~%');

/** A setting's value as a user would type it. */
export function formatSetting(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** A span of time by its two largest units: `42 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

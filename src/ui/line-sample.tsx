/** A short piece of a curve, as it is drawn: its colour and its dashes. */
interface LineSampleProps {
  readonly color: string;
  readonly dash: string | null;
}

export function LineSample({ color, dash }: LineSampleProps) {
  return (
    <svg className="line-sample" viewBox="0 0 28 4" aria-hidden="true">
      <line x1="0" y1="2" x2="28" y2="2" stroke={color} strokeDasharray={dash ?? undefined} />
    </svg>
  );
}

/** Which lines over the inner steps lie beyond the frame, at which steps, and how high they go. */
import type { StepLine } from '#charts/step-chart.tsx';
import type { ContestantId } from '#store/contestants/contestants.ts';
import { formatBriefly } from '#ui/format.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { rangesOf } from './step-ranges.ts';

export interface BeyondFrameProps {
  readonly lines: readonly (StepLine & { readonly id: ContestantId })[];
  /** The largest value that there can be; `null` where there is none. */
  readonly most: number | null;
}

export function BeyondFrame({
  lines,
  outside,
}: BeyondFrameProps & { readonly outside: readonly (readonly number[])[] }) {
  const { t } = usePanelTexts();
  const entries = lines.flatMap(({ id, values }, index) => {
    const steps = outside[index] ?? [];
    if (steps.length === 0) return [];
    const heights = steps.map((step) => values[step] ?? Infinity);
    const highest = heights.every(Number.isFinite) ? formatBriefly(Math.max(...heights)) : '∞';
    return t('stepNotes.beyondEntry', {
      name: t(`contestant.${id}`),
      count: steps.length,
      steps: rangesOf(steps),
      highest,
    });
  });
  return (
    <p className="note" data-testid="beyond-frame">
      {t('stepNotes.beyond', { list: entries.join(t('task.separator')) })}
    </p>
  );
}

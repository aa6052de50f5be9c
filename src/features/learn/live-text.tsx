/** Texts with values of the page in them: `{{name}}` stands for a value of that name. */
import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { formatBriefly, formatCount } from '#ui/format.ts';
import type { LiveValue } from './tour.ts';

/** A value as it stands in a sentence. */
export function formatLive(value: LiveValue, t: TFunction): string {
  if (value === null) return '…';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatBriefly(value) ?? '∞';
  const { meanOfRest, diverged } = value;
  return t('learn.rest', { mean: formatBriefly(meanOfRest) ?? '∞', diverged: formatCount(diverged) });
}

interface LiveTextProps {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

export function LiveText({ text, values }: LiveTextProps) {
  return text.split(/\{\{(\w+)\}\}/).map((part, index) => {
    const value = index % 2 === 1 ? values[part] : undefined;
    return (
      // The parts of a text do not change places.
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={index}>
        {value === undefined ? (
          part
        ) : (
          <strong className="live-value" data-value={part}>
            {value}
          </strong>
        )}
      </Fragment>
    );
  });
}

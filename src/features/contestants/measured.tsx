/** A measured number in a narrow column; what is no number is told in words. */
import { useTranslation } from 'react-i18next';
import { formatBriefly } from '#ui/format.ts';

export function Measured({ value }: { readonly value: number | undefined }) {
  const { t } = useTranslation();
  if (value === undefined) return null;
  const text = formatBriefly(value);
  if (text !== null) return text;
  return (
    <span className="diverged-mark" title={t('table.diverged')}>
      <span aria-hidden="true">∞</span>
      <span className="visually-hidden">{t('table.diverged')}</span>
    </span>
  );
}

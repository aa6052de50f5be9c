/** Lines of code in a tour: the wrong ones above the right ones. */
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShownCode } from './tour.ts';

const ICON = { size: 14, 'aria-hidden': true } as const;

export function TourCode({ code: { wrong, right } }: { readonly code: ShownCode }) {
  const { t } = useTranslation();
  return (
    <div className="tour-codes">
      {wrong === undefined ? null : (
        <figure className="tour-code wrong">
          <figcaption>
            <X {...ICON} />
            {t('learn.wrongCode')}
          </figcaption>
          <pre translate="no">
            <code>{wrong}</code>
          </pre>
        </figure>
      )}
      <figure className="tour-code">
        <figcaption>
          <Check {...ICON} />
          {t('learn.rightCode')}
        </figcaption>
        <pre translate="no">
          <code>{right}</code>
        </pre>
      </figure>
    </div>
  );
}

/** Which backend computes; its details, `children`, open under it. */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '#core/backend.ts';
import { usePlayground } from '#store/react.ts';

export function BackendBadge({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const engine = usePlayground((state) => state.engine);
  const report = engine.kind === 'ready' ? engine.backend : null;
  const isWithoutFused = usePlayground(
    ({ verdicts }) => report !== null && verdicts[placeOf(report)]?.includes('fused') === true,
  );
  const threads = usePlayground((state) => state.threads);
  const title = t(`backend.${engine.kind === 'ready' ? engine.backend.backend : engine.kind}`);
  return (
    <Popover.Root>
      <Popover.Trigger className="badge" data-testid="backend-badge" data-backend={report?.backend}>
        <span className={`dot ${engine.kind}`} aria-hidden="true" />
        <strong>{title}</strong>
        {report === null ? null : (
          <span className="badge-adapter">
            {report.adapter}
            {report.emulated ? ` · ${t('backend.emulated')}` : ''}
            {threads === null ? '' : ` · ${t('backend.threads', { count: threads.count })}`}
            {isWithoutFused ? ` · ${t('backend.withoutFused')}` : ''}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="floating">
          <Popover.Popup className="popup badge-popup" aria-label={t('backend.choose')}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

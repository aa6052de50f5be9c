/** Copies the address that reopens this exact state. */
import { Check, Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { shownContestants } from '#store/contestants/contestants.ts';
import { usePlayground, usePlaygroundStore } from '#store/react.ts';
import { useCopy } from '#ui/use-copy.ts';
import { linkTo } from './link/address.ts';

export function CopyLink() {
  const { t } = useTranslation();
  const store = usePlaygroundStore();
  const { copied, copy } = useCopy();
  const leftOut = usePlayground(
    useShallow(({ contestants, hidden }) =>
      shownContestants(contestants, hidden).flatMap(({ id }) =>
        id === 'live' || id === 'imported' ? [id] : [],
      ),
    ),
  );
  const list = leftOut.map((id) => t(`contestant.${id}`)).join(t('caption.separator'));
  const done = leftOut.length === 0 ? t('link.copied') : t('link.copiedWithout', { list });
  const Icon = copied ? Check : Link2;
  return (
    <>
      <button
        type="button"
        className="header-button"
        aria-label={t('link.copy')}
        title={t('link.copyHint')}
        onClick={() => {
          const state = store.getState();
          copy(linkTo(state)).catch(state.notify);
        }}
      >
        <Icon size={16} aria-hidden />
        <span className="header-text">{copied ? done : t('link.copy')}</span>
      </button>
      <span className="visually-hidden" role="status">
        {copied ? done : ''}
      </span>
    </>
  );
}

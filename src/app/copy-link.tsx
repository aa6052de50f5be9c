/** Copies the address that reopens this exact state. */
import { Check, Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlaygroundStore } from '#store/react.ts';
import { useCopy } from '#ui/use-copy.ts';
import { linkTo } from './link/address.ts';

export function CopyLink() {
  const { t } = useTranslation();
  const store = usePlaygroundStore();
  const { copied, copy } = useCopy();
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
        <span className="header-text">{copied ? t('link.copied') : t('link.copy')}</span>
      </button>
      <span className="visually-hidden" role="status">
        {copied ? t('link.copied') : ''}
      </span>
    </>
  );
}

/** Every key of the page, and what it does. */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ACTION_GROUPS } from './action.ts';
import { ACTIONS, printedKeys } from './actions.ts';

export default function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog shortcut-sheet">
          <div className="dialog-head">
            <Dialog.Title>{t('shortcuts.title')}</Dialog.Title>
            <Dialog.Close className="icon" aria-label={t('palette.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          <div className="shortcut-groups">
            {ACTION_GROUPS.map((group) => {
              const reached = ACTIONS.filter(
                (action) => action.group === group && printedKeys(action) !== '',
              );
              return reached.length === 0 ? null : (
                <section key={group}>
                  <h3 className="menu-label">{t(`palette.${group}`)}</h3>
                  <dl>
                    {reached.map((action) => (
                      <div key={action.id}>
                        <dt>{action.label(t)}</dt>
                        <dd>
                          <kbd>{printedKeys(action)}</kbd>
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              );
            })}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

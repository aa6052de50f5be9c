/** Every key of the page, and what it does. */
import { useTranslation } from 'react-i18next';
import { TitledDialog } from '#features/titled-dialog.tsx';
import { ACTION_GROUPS } from './action.ts';
import { ACTIONS, printedKeys } from './actions.ts';

export default function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <TitledDialog title={t('shortcuts.title')} className="shortcut-sheet" onClose={onClose}>
      <div className="shortcut-groups">
        {ACTION_GROUPS.map((group) => {
          const reached = ACTIONS.filter((action) => action.group === group && printedKeys(action) !== '');
          return reached.length === 0 ? null : (
            <section key={group}>
              <h3 className="menu-label">{t(`actionList.${group}`)}</h3>
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
    </TitledDialog>
  );
}

/** What of the page is shown, and how large: regions, the projector, full screen, and the page inside another. */
import { Menu } from '@base-ui/react/menu';
import { SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ViewMenuItems = lazy(async () => ({ default: (await import('./view-menu-items.tsx')).ViewMenuItems }));

export function ViewMenu() {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  return (
    <>
      <Menu.Root onOpenChange={() => setSaid('')}>
        <Menu.Trigger className="header-button" aria-label={t('view.menu')} title={t('view.menu')}>
          <SlidersHorizontal size={16} aria-hidden />
          <span className="header-text">{t('view.menu')}</span>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="floating" align="end" sideOffset={6}>
            <Menu.Popup className="popup menu-popup view-menu">
              <Suspense>
                <ViewMenuItems onSaid={setSaid} />
              </Suspense>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

/** Which initialisations take part: each is shown or hidden in a menu that comes when it is opened. */
import { Menu } from '@base-ui/react/menu';
import { Plus } from 'lucide-react';
import { lazy, type RefObject, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

const ContestantMenuItems = lazy(async () => ({
  default: (await import('./contestant-menu-items.tsx')).ContestantMenuItems,
}));

/** `container` is where the menu stands in the page's own order. */
export function ContestantMenu({ container }: { readonly container: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  return (
    <Menu.Root>
      <Menu.Trigger className="menu-trigger">
        <Plus size={15} aria-hidden />
        {t('table.add')}
      </Menu.Trigger>
      <Menu.Portal container={container}>
        <Menu.Positioner
          className="floating"
          positionMethod="fixed"
          side="top"
          align="end"
          sideOffset={6}
          // Rows that come and go move the button; what is being clicked on stays.
          disableAnchorTracking
        >
          <Menu.Popup className="popup menu-popup" tabIndex={0}>
            <Suspense>
              <ContestantMenuItems />
            </Suspense>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

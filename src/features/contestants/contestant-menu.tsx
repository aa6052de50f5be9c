/** Which initialisations take part: each is shown or hidden in a menu that comes when it is first opened. */
import { Menu } from '@base-ui/react/menu';
import { Plus } from 'lucide-react';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const ContestantMenuPopup = lazy(async () => ({
  default: (await import('./contestant-menu-popup.tsx')).ContestantMenuPopup,
}));

/** `container` is where the menu stands in the page's own order. */
export function ContestantMenu({ container }: { readonly container: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  const [isWanted, setWanted] = useState(false);
  return (
    <Menu.Root onOpenChange={() => setWanted(true)}>
      <Menu.Trigger className="menu-trigger">
        <Plus size={15} aria-hidden />
        {t('table.add')}
      </Menu.Trigger>
      {/* Its place is found by its size, so it comes as a whole. */}
      {isWanted ? (
        <Suspense>
          <ContestantMenuPopup container={container} />
        </Suspense>
      ) : null}
    </Menu.Root>
  );
}

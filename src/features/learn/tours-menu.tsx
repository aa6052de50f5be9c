/** The tours in the header, in a menu that comes when it is first opened. */
import { Menu } from '@base-ui/react/menu';
import { GraduationCap } from 'lucide-react';
import { type ComponentType, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

export function ToursMenu({ popup: Popup }: { readonly popup: ComponentType }) {
  const { t } = useTranslation();
  const [isWanted, setWanted] = useState(false);
  return (
    <Menu.Root onOpenChange={() => setWanted(true)}>
      <Menu.Trigger className="header-button" aria-label={t('toursButton')}>
        <GraduationCap size={16} aria-hidden />
        <span className="header-text">{t('toursButton')}</span>
      </Menu.Trigger>
      {isWanted ? (
        <Suspense>
          <Popup />
        </Suspense>
      ) : null}
    </Menu.Root>
  );
}

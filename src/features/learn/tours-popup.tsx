/** All tours, each a question. */
import { Menu } from '@base-ui/react/menu';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { TOUR_IDS, TOUR_MINUTES } from '#store/page/tour-outline.ts';

export function ToursPopup() {
  const { t } = useTranslation();
  const startTour = usePlayground((state) => state.startTour);
  return (
    <Menu.Portal>
      <Menu.Positioner className="floating" sideOffset={6} align="end">
        <Menu.Popup className="popup menu-popup">
          {TOUR_IDS.map((id) => (
            <Menu.Item key={id} className="tour-item" onClick={() => void startTour(id)}>
              <span>{t(`learn.tours.${id}`)}</span>
              <small>{t('learn.minutes', { minutes: TOUR_MINUTES[id] })}</small>
            </Menu.Item>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

/** All tours, each a question. */
import { Menu } from '@base-ui/react/menu';
import { usePlayground } from '#store/react.ts';
import { doneTours } from '#store/page/done-tours.ts';
import { TOUR_IDS } from '#store/page/tour-outline.ts';
import { TourLine } from './tour-line.tsx';

export function ToursPopup() {
  const startTour = usePlayground((state) => state.startTour);
  const done = doneTours();
  return (
    <Menu.Portal>
      <Menu.Positioner className="floating" sideOffset={6} align="end">
        <Menu.Popup className="popup menu-popup tours-popup">
          {TOUR_IDS.map((id) => (
            <Menu.Item key={id} className="tour-item" onClick={() => void startTour(id)}>
              <TourLine id={id} isDone={done.has(id)} />
            </Menu.Item>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

/** The curves beyond training, as entries of a menu. */
import { Menu } from '@base-ui/react/menu';
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { usePlayground } from '#store/react.ts';
import { formatNumber } from '#ui/format.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { BEYOND, withinTraining } from './beyond.ts';

export function BeyondItems() {
  const { t } = usePanelTexts();
  const curve = usePlayground((state) => sinusoidOf(state.task));
  const trained = usePlayground((state) => state.contestants.maml?.details.settings);
  const openCurve = usePlayground((state) => state.openCurve);
  return BEYOND.map(({ id, value }) => (
    <Menu.Item
      key={id}
      className="menu-item plain"
      onClick={() => openCurve({ ...withinTraining(curve, trained), [id]: value })}
    >
      {t(`outside.further.${id}`, { value: formatNumber(value) })}
    </Menu.Item>
  ));
}

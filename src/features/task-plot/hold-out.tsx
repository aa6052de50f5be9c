/** Own points have no query points until some are held out: every so many of them, or chosen ones. */
import { Menu } from '@base-ui/react/menu';
import { CircleDashed } from 'lucide-react';
import { usePlayground } from '#store/react.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { HOLD_OUT_STRIDES } from './suggestions.ts';
import { ToolMenu } from './tool-menu.tsx';

export function HoldOut() {
  const { t } = usePanelTexts();
  const count = usePlayground((state) => state.taskEdits.added.length + state.taskEdits.heldOut.length);
  const hasSome = usePlayground((state) => state.taskEdits.heldOut.length > 0);
  const holdOutEvery = usePlayground((state) => state.holdOutEvery);
  return (
    <ToolMenu
      icon={<CircleDashed size={15} aria-hidden />}
      name={t('holdOut.name')}
      hint={t('holdOut.hint')}
      label={t('holdOut.hint')}
    >
      {HOLD_OUT_STRIDES.filter((stride) => stride <= count).map((stride) => (
        <Menu.Item key={stride} className="menu-item plain" onClick={() => holdOutEvery(stride)}>
          {t(`holdOut.every.${stride}`)}
        </Menu.Item>
      ))}
      {hasSome ? (
        <Menu.Item className="menu-item plain" onClick={() => holdOutEvery(null)}>
          {t('holdOut.none')}
        </Menu.Item>
      ) : null}
    </ToolMenu>
  );
}

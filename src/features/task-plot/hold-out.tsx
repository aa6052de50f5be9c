/** Own points have no query points until some are held out: every so many of them, or chosen ones. */
import { Menu } from '@base-ui/react/menu';
import { CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { HOLD_OUT_STRIDES } from './suggestions.ts';
import { ToolMenu } from './tool-menu.tsx';

export function HoldOut() {
  const { t } = useTranslation();
  const count = usePlayground((state) => state.taskEdits.added.length + state.taskEdits.heldOut.length);
  const hasSome = usePlayground((state) => state.taskEdits.heldOut.length > 0);
  const holdOutEvery = usePlayground((state) => state.holdOutEvery);
  return (
    <ToolMenu
      icon={<CircleDashed size={15} aria-hidden />}
      name={t('tools.holdOut')}
      hint={t('tools.holdOutHint')}
      label={t('tools.holdOutHint')}
    >
      {HOLD_OUT_STRIDES.filter((stride) => stride <= count).map((stride) => (
        <Menu.Item key={stride} className="menu-item plain" onClick={() => holdOutEvery(stride)}>
          {t(`tools.holdOutEvery.${stride}`)}
        </Menu.Item>
      ))}
      {hasSome ? (
        <Menu.Item className="menu-item plain" onClick={() => holdOutEvery(null)}>
          {t('tools.holdOutNone')}
        </Menu.Item>
      ) : null}
    </ToolMenu>
  );
}

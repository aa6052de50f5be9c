/** Own points have no query points until some are held out: every so many of them, or chosen ones. */
import { Menu } from '@base-ui/react/menu';
import { ChevronDown, CircleDashed } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';

const STRIDES = [2, 3, 5] as const;

export function HoldOut() {
  const { t } = useTranslation();
  const count = usePlayground((state) => state.taskEdits.added.length + state.taskEdits.heldOut.length);
  const hasSome = usePlayground((state) => state.taskEdits.heldOut.length > 0);
  const holdOutEvery = usePlayground((state) => state.holdOutEvery);
  const place = useRef<HTMLDivElement>(null);
  return (
    <div className="tool-menu" ref={place}>
      <Menu.Root>
        <Menu.Trigger className="tool" aria-label={t('tools.holdOut')} title={t('tools.holdOutHint')}>
          <CircleDashed size={15} aria-hidden />
          <span className="tool-name">{t('tools.holdOut')}</span>
          <ChevronDown size={12} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner
            className="floating"
            positionMethod="fixed"
            side="bottom"
            align="start"
            sideOffset={6}
          >
            <Menu.Popup className="popup menu-popup">
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">{t('tools.holdOutHint')}</Menu.GroupLabel>
                {STRIDES.filter((stride) => stride <= count).map((stride) => (
                  <Menu.Item key={stride} className="menu-item plain" onClick={() => holdOutEvery(stride)}>
                    {t(`tools.holdOutEvery.${stride}`)}
                  </Menu.Item>
                ))}
                {hasSome ? (
                  <Menu.Item className="menu-item plain" onClick={() => holdOutEvery(null)}>
                    {t('tools.holdOutNone')}
                  </Menu.Item>
                ) : null}
              </Menu.Group>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

/** All that the page can do, found by typing a part of its name. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlaygroundStore } from '#store/react.ts';
import { ACTION_GROUPS } from './action.ts';
import { typedAhead } from './typed-ahead.ts';
import { ACTIONS, canRun, printedKeys } from './actions.ts';

interface Line {
  readonly value: string;
  readonly label: string;
  readonly keys: string;
  readonly run: () => void;
}

interface LineGroup {
  readonly value: string;
  readonly items: readonly Line[];
}

export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const store = usePlaygroundStore();
  const [text, setText] = useState('');
  const groups = useMemo(() => {
    const state = store.getState();
    return ACTION_GROUPS.map((group): LineGroup => {
      const members = ACTIONS.filter((action) => action.group === group && canRun(action, state));
      return {
        value: t(`actionList.${group}`),
        items: members.map((action) => ({
          value: action.id,
          label: action.label(t),
          keys: printedKeys(action),
          run: () => {
            onClose();
            action.run(store);
          },
        })),
      };
    });
  }, [store, t, onClose]);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog palette" aria-label={t('actionList.title')}>
          <Autocomplete.Root
            inline
            open
            items={groups}
            value={text}
            onValueChange={setText}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input
              className="palette-input"
              placeholder={t('actionList.placeholder')}
              onFocus={() => setText((before) => before + typedAhead.take())}
            />
            <Autocomplete.Empty className="palette-empty">{t('actionList.nothing')}</Autocomplete.Empty>
            <Autocomplete.List className="palette-list">
              {(group: LineGroup) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="menu-label">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(line: Line) => (
                      <Autocomplete.Item
                        key={line.value}
                        className="menu-line"
                        value={line}
                        onClick={line.run}
                      >
                        <span className="palette-label">{line.label}</span>
                        {line.keys === '' ? null : <kbd>{line.keys}</kbd>}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
          <Dialog.Close className="visually-hidden">{t('palette.close')}</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

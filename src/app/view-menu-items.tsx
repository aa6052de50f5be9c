/** What stands in the view menu, loaded when it is first opened. */
import { THREE_COLUMNS, useMedia } from '#ui/use-media.ts';
import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { usePanelTexts } from '#features/panel-texts.ts';
import { usePlayground, usePlaygroundStore } from '#store/react.ts';
import { EMBEDDINGS, type Embedding, LANGUAGES, REGION_IDS, THEMES } from '#store/page/view-slice.ts';
import { chooseLanguage, chooseTheme } from './appearance.ts';
import { LANGUAGE_NAMES } from './i18n/index.ts';
import { embedCode } from './link/embed-code.ts';
import { toggleFullScreen } from './full-screen.ts';

interface CheckItemProps {
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly children: ReactNode;
}

function CheckItem({ checked, onChange, children }: CheckItemProps) {
  return (
    <Menu.CheckboxItem
      className="menu-line"
      checked={checked}
      closeOnClick={false}
      onCheckedChange={onChange}
    >
      <span className="menu-tick">
        <Menu.CheckboxItemIndicator>
          <Check size={14} aria-hidden />
        </Menu.CheckboxItemIndicator>
      </span>
      {children}
    </Menu.CheckboxItem>
  );
}

function RadioItems<Value extends string>({
  values,
  nameOf,
}: {
  readonly values: readonly Value[];
  readonly nameOf: (value: Value) => string;
}) {
  return values.map((value) => (
    <Menu.RadioItem key={value} className="menu-line" value={value} closeOnClick={false}>
      <span className="menu-tick">
        <Menu.RadioItemIndicator>
          <Check size={14} aria-hidden />
        </Menu.RadioItemIndicator>
      </span>
      {nameOf(value)}
    </Menu.RadioItem>
  ));
}

/** On a phone, language and theme have no room in the header. */
function Appearance() {
  const { t, i18n } = usePanelTexts();
  const store = usePlaygroundStore();
  const theme = usePlayground((state) => state.theme);
  const language = LANGUAGES.find((known) => i18n.language.startsWith(known)) ?? 'en';
  return (
    <>
      <Menu.RadioGroup value={language} onValueChange={(value) => chooseLanguage(store, value)}>
        <div className="menu-label">{t('language')}</div>
        <RadioItems values={LANGUAGES} nameOf={(value) => LANGUAGE_NAMES[value]} />
      </Menu.RadioGroup>
      <Menu.RadioGroup value={theme} onValueChange={(value) => chooseTheme(store, value)}>
        <div className="menu-label">{t('theme.label')}</div>
        <RadioItems values={THEMES} nameOf={(value) => t(`theme.${value}`)} />
      </Menu.RadioGroup>
    </>
  );
}

/** `onSaid` is told what screen readers are to hear. */
export function ViewMenuItems({ onSaid }: { readonly onSaid: (words: string) => void }) {
  const { t } = usePanelTexts();
  const store = usePlaygroundStore();
  const hiddenRegions = usePlayground((state) => state.hiddenRegions);
  const presentation = usePlayground((state) => state.presentation);
  const toggleRegion = usePlayground((state) => state.toggleRegion);
  const present = usePlayground((state) => state.present);
  const isWide = useMedia(THREE_COLUMNS);
  const centre = usePlayground((state) => state.centre);
  const showAtCentre = usePlayground((state) => state.showAtCentre);
  const copyEmbedCode = async (embedding: Embedding) => {
    const state = store.getState();
    try {
      await navigator.clipboard.writeText(embedCode(state, t('title'), embedding));
      onSaid(t('link.copied'));
    } catch (error) {
      state.notify(error);
    }
  };
  return (
    <>
      <Menu.Group>
        <Menu.GroupLabel className="menu-label">{t('parts.regions')}</Menu.GroupLabel>
        {REGION_IDS.map((id) => (
          <CheckItem key={id} checked={!hiddenRegions.includes(id)} onChange={() => toggleRegion(id)}>
            {t(`parts.region.${id}`)}
          </CheckItem>
        ))}
      </Menu.Group>
      <Menu.Group>
        <Menu.GroupLabel className="menu-label">{t('parts.presenting')}</Menu.GroupLabel>
        {isWide ? (
          <CheckItem
            checked={centre === 'panel'}
            onChange={() => showAtCentre(centre === 'panel' ? 'plot' : 'panel')}
          >
            {t('parts.panelAtCentre')}
          </CheckItem>
        ) : null}
        <CheckItem
          checked={presentation === 'projector'}
          onChange={() => present(presentation === 'projector' ? 'page' : 'projector')}
        >
          {t('parts.projector')}
        </CheckItem>
        <Menu.Item className="menu-line" onClick={toggleFullScreen}>
          <span className="menu-tick" />
          {t('parts.fullScreen')}
        </Menu.Item>
        {EMBEDDINGS.map((embedding) => (
          <Menu.Item key={embedding} className="menu-line" onClick={() => void copyEmbedCode(embedding)}>
            <span className="menu-tick" />
            {t(`parts.copy.${embedding}`)}
          </Menu.Item>
        ))}
      </Menu.Group>
      <Menu.Group>
        <Menu.LinkItem className="menu-line" href="licences.txt" target="_blank">
          <span className="menu-tick" />
          {t('parts.licences')}
        </Menu.LinkItem>
      </Menu.Group>
      <div className="view-appearance">
        <Appearance />
      </div>
    </>
  );
}

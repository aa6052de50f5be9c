/** Texts that come with the panels, for what may be drawn before any of these. */
import { useTranslation } from 'react-i18next';

/** Draws anew once the texts are here. */
export const usePanelTexts = () => useTranslation(['translation', 'panels']);

/** The page inside another one: the plot, its transport, its sentence, the knobs of both loops if wanted, and the way to the whole. */
import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notices } from '#features/notices/notices.tsx';
import { LoopStrip } from '#features/settings/settings-rail.tsx';
import { Transport } from '#features/transport/transport.tsx';
import { usePlayground, usePlaygroundStore } from '#store/react.ts';
import { linkTo } from './link/address.ts';
import { useTaskView } from './task-views.ts';

/** The address of the whole page in the same state, as soon as that changes. */
function useWholePage(): string {
  const store = usePlaygroundStore();
  const [address, setAddress] = useState(() => linkTo(store.getState(), 'page'));
  useEffect(() => store.subscribe((state) => setAddress(linkTo(state, 'page'))), [store]);
  return address;
}

export function Embedded() {
  const { t } = useTranslation();
  const address = useWholePage();
  const { Plot } = useTaskView();
  const withKnobs = usePlayground((state) => state.presentation === 'embedWithKnobs');
  return (
    <div className="shell embedded">
      <main className="loop">
        <h1 className="visually-hidden">{t('title')}</h1>
        <Plot />
        <Transport />
        {withKnobs ? <LoopStrip /> : null}
        <a className="embedded-link" href={address} target="_blank" rel="noopener">
          {t('view.open')} <ExternalLink size={13} aria-hidden />
        </a>
      </main>
      <Notices />
    </div>
  );
}

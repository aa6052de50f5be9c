/** Where the settings differ from those of the run: a mark at each knob that needs a new one. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { changedSettings } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';

const Differences = createContext<ReadonlySet<keyof Settings>>(new Set());

export function RunDifferences({ children }: { readonly children: ReactNode }) {
  const run = usePlayground((state) => state.run?.settings);
  const settings = usePlayground((state) => state.settings);
  const changed = useMemo(
    () => new Set(run === undefined ? [] : changedSettings(run, settings)),
    [run, settings],
  );
  return <Differences value={changed}>{children}</Differences>;
}

/** Whether any of the settings is another than the run's. */
export function useDiffers(ids: readonly string[]): boolean {
  const changed: ReadonlySet<string> = useContext(Differences);
  return ids.some((id) => changed.has(id));
}

export function DifferenceMark({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation();
  const differs = useDiffers(ids);
  return differs ? (
    <span className="knob-mark" role="img" aria-label={t('setting.differs')} title={t('setting.differs')} />
  ) : null;
}

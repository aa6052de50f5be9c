/** A training that the adapter cannot hold: how much is missing, and what would fit. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackendReport } from '#core/backend.ts';
import { narrowed } from '#models/architecture.ts';
import { describeBytes, type Misfit } from '#training/misfit.ts';
import { usePlayground } from '#store/react.ts';

/** What the engine has answered, on which adapter. */
interface Answer {
  readonly backend: BackendReport;
  readonly misfit: Misfit | null;
}

export function MemoryNote() {
  const { t } = useTranslation();
  const settings = usePlayground((state) => state.settings);
  const backend = usePlayground((state) => (state.engine.kind === 'ready' ? state.engine.backend : null));
  const setNumber = usePlayground((state) => state.setNumber);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const misfitOf = usePlayground((state) => state.misfitOf);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (backend === null) return undefined;
    let isAsked = true;
    misfitOf(settings).then(
      (misfit) => {
        if (isAsked) setAnswer({ backend, misfit });
      },
      // An engine that is gone says so itself.
      () => undefined,
    );
    return () => {
      isAsked = false;
    };
  }, [settings, backend, misfitOf]);
  // What another adapter lacks says nothing of this one.
  if (backend === null || answer?.backend !== backend || answer.misfit === null) return null;
  const { kind, needed, most, widest, mostTasks } = answer.misfit;
  const said = {
    needed: describeBytes(needed),
    most: describeBytes(most),
    backend: t(`backend.${backend.backend}`),
  };
  return (
    <div className="memory-note" role="status">
      <p className="field-error">{t(`memory.${kind}`, said)}</p>
      <div className="button-row">
        {widest === null ? null : (
          <button
            type="button"
            onClick={() => changeSettings({ architecture: narrowed(settings.architecture, widest) })}
          >
            {t('memory.narrow', { width: widest })}
          </button>
        )}
        {mostTasks === null ? null : (
          <button type="button" onClick={() => setNumber('metaBatch', mostTasks)}>
            {t('memory.fewer', { tasks: mostTasks })}
          </button>
        )}
      </div>
      {widest === null && mostTasks === null ? <p className="note">{t('memory.less')}</p> : null}
    </div>
  );
}

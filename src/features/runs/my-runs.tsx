/** The runs that this browser keeps. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { type DamagedRun, MOST_RUNS } from '#store/saved/saved-slice.ts';
import { Sentence } from '../sentence.tsx';
import { RunEntry } from './run-entry.tsx';
import { useRunWords } from './run-words.ts';
import { SideBySide } from './side-by-side.tsx';

/** More are shown when they are asked for. */
const FIRST_SHOWN = 5;

/** Says what was deleted, and takes it back. */
function Removed({ onUndone }: { readonly onUndone: () => void }) {
  const { t } = useTranslation();
  const wordsOf = useRunWords();
  const removed = usePlayground((state) => state.removedRun);
  const undo = usePlayground((state) => state.undoDelete);
  const button = useRef<HTMLButtonElement>(null);
  const id = removed?.id;
  const seen = useRef(id);
  // The menu that deleted it is gone, and focus with it.
  useEffect(() => {
    if (id !== undefined && id !== seen.current) button.current?.focus();
    seen.current = id;
  }, [id]);
  const summary = removed?.summary;
  const given = removed?.name?.name ?? null;
  const name = summary === undefined ? '' : wordsOf({ ...summary, name: given }).title;
  return (
    <div role="status" className="run-removed">
      {removed === null ? null : (
        <>
          <span>{t('runs.deleted', { name })}</span>
          <button ref={button} type="button" onClick={() => void undo().then(onUndone)}>
            {t('runs.bringBack')}
          </button>
        </>
      )}
    </div>
  );
}

function Damaged({ id, message }: DamagedRun) {
  const { t } = useTranslation();
  const deleteRun = usePlayground((state) => state.deleteRun);
  return (
    <li className="run-entry">
      <p className="field-error">
        {t('runs.damaged')} <Sentence words={message} />
      </p>
      <div className="button-row">
        <button type="button" onClick={() => void deleteRun(id)}>
          {t('runs.delete')}
        </button>
      </div>
    </li>
  );
}

export function MyRuns() {
  const { t } = useTranslation();
  const saved = usePlayground((state) => state.savedRuns);
  const currentId = usePlayground((state) => state.run?.id);
  const listRuns = usePlayground((state) => state.listRuns);
  const heading = useRef<HTMLHeadingElement>(null);
  const [showsAll, setShowsAll] = useState(false);
  useEffect(() => {
    const list = () => void listRuns();
    list();
    // Other tabs save runs, too.
    addEventListener('focus', list);
    return () => removeEventListener('focus', list);
  }, [listRuns]);
  const runs = saved?.runs ?? [];
  const damaged = saved?.damaged ?? [];
  const shown = showsAll ? runs : runs.slice(0, FIRST_SHOWN);
  return (
    <section className="my-runs" aria-label={t('runs.title')}>
      <h2 ref={heading} tabIndex={-1}>
        {t('runs.title')}
      </h2>
      <p className="note">
        {runs.length + damaged.length === 0 ? t('runs.none') : t('runs.kept', { count: MOST_RUNS })}
      </p>
      <Removed onUndone={() => heading.current?.focus()} />
      <ul className="run-list">
        {shown.map((run) => (
          <RunEntry key={run.id} run={run} isCurrent={run.id === currentId} />
        ))}
        {damaged.map((run) => (
          <Damaged key={run.id} {...run} />
        ))}
      </ul>
      {shown.length === runs.length ? null : (
        <button type="button" onClick={() => setShowsAll(true)}>
          {t('runs.showAll', { count: runs.length })}
        </button>
      )}
      {runs.length < 2 ? null : <SideBySide runs={runs} />}
    </section>
  );
}

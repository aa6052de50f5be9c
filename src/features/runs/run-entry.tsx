/** One saved run: what it is, and what can be done with it. */
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import type { SavedRunSummary } from '#store/saved/saved-slice.ts';
import { RunMenu } from './run-menu.tsx';
import { useRunWords } from './run-words.ts';

/** Longer names are cut off here, not in the middle of a table. */
const LONGEST_NAME = 80;

interface NameFieldProps {
  readonly name: string;
  /** `byKey`: focus has nowhere else to go. */
  readonly onDone: (name: string | null, byKey: boolean) => void;
}

/** Enter and leaving the field keep the name, Escape does not. */
function NameField({ name, onDone }: NameFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const [text, setText] = useState(name);
  useEffect(() => input.current?.select(), []);
  const finish = (result: string | null, byKey: boolean) => {
    // Focus leaves the field once more as it goes.
    if (isDone.current) return;
    isDone.current = true;
    onDone(result, byKey);
  };
  return (
    <input
      ref={input}
      className="run-name"
      aria-label={t('runs.name')}
      placeholder={t('runs.name')}
      maxLength={LONGEST_NAME}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(text, false)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // The key is not meant for what has the focus next.
        event.preventDefault();
        finish(event.key === 'Enter' ? text : null, true);
      }}
    />
  );
}

interface RunEntryProps {
  readonly run: SavedRunSummary;
  readonly isCurrent: boolean;
}

export const RunEntry = memo(function RunEntry({ run, isCurrent }: RunEntryProps) {
  const { t } = useTranslation();
  const wordsOf = useRunWords();
  const more = useRef<HTMLButtonElement>(null);
  const [isNaming, setNaming] = useState(false);
  const isReady = usePlayground((state) => state.engine.kind === 'ready');
  const openRun = usePlayground((state) => state.openRun);
  const compareRun = usePlayground((state) => state.compareRun);
  const renameRun = usePlayground((state) => state.renameRun);
  const { title, what, when, heldOut } = wordsOf(run);
  return (
    <li className="run-entry" data-run={run.id}>
      <div className="run-head">
        {isNaming ? (
          <NameField
            name={run.name ?? ''}
            onDone={(name, byKey) => {
              setNaming(false);
              if (byKey) more.current?.focus();
              if (name !== null) void renameRun(run.id, name);
            }}
          />
        ) : (
          <strong>{title}</strong>
        )}
        <RunMenu
          trigger={more}
          run={run}
          title={title}
          isCurrent={isCurrent}
          onRename={() => setNaming(true)}
        />
      </div>
      <small>{what}</small>
      <small>
        {when}
        {heldOut === null ? null : (
          <>
            <br />
            {heldOut}
          </>
        )}
      </small>
      <div className="button-row">
        {isCurrent ? (
          <button type="button" disabled>
            {t('runs.current')}
          </button>
        ) : (
          <button
            type="button"
            disabled={!isReady}
            aria-label={t('runs.openWith', { name: title, what })}
            onClick={() => void openRun(run.id)}
          >
            {t('runs.open')}
          </button>
        )}
        <button
          type="button"
          aria-label={t('runs.compareWith', { name: title, what })}
          title={t('runs.compareHint')}
          onClick={() => void compareRun(run.id)}
        >
          {t('runs.compare')}
        </button>
      </div>
    </li>
  );
});

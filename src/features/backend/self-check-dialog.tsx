/** The engines of this machine, checked one case at a time, with the error of each against what is allowed. */
import { Check, X } from 'lucide-react';
import { Fragment, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { english, listed } from '#core/saying.ts';
import { CHECK_KINDS, CHECK_TOLERANCES, type CheckKind } from '#training/self-check.ts';
import { usePlayground } from '#store/react.ts';
import type { CheckMade, EngineUnderCheck, SelfCheckState } from '#store/engine/state.ts';
import { formatNumber, formatTick } from '#ui/format.ts';
import { Fold } from '#ui/section.tsx';
import { TitledDialog } from '../titled-dialog.tsx';
import { Sentence, useWords } from '../sentence.tsx';
import { useCheckWords } from './check-words.ts';

function worstOf(made: readonly CheckMade[]): CheckMade | null {
  // What is no number is worse than any.
  const size = ({ error }: CheckMade) => (Number.isNaN(error) ? Infinity : error);
  return made.reduce<CheckMade | null>(
    (worst, check) => (worst === null || size(check) > size(worst) ? check : worst),
    null,
  );
}

function useErrorText(): (error: number) => string {
  const { t } = useTranslation();
  return (error) => formatNumber(error) ?? t('check.noNumber');
}

function Verdict({ passed }: { readonly passed: boolean }) {
  const { t } = useTranslation();
  const Icon = passed ? Check : X;
  return (
    <span className={passed ? 'verdict' : 'verdict failed'}>
      <Icon size={14} aria-hidden /> {t(passed ? 'check.passed' : 'check.failed')}
    </span>
  );
}

interface KindRowProps {
  readonly kind: CheckKind;
  readonly made: readonly CheckMade[];
  readonly planned: number;
  readonly isOver: boolean;
}

/** All cases of one kind, by the worst of them. */
function KindRow({ kind, made, planned, isOver }: KindRowProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const wordsOf = useWords();
  const worst = worstOf(made);
  const wrong = made.filter(({ passed }) => !passed);
  const isDone = made.length === planned;
  return (
    <>
      <tr data-check={kind}>
        <th scope="row">{t(`check.kind.${kind}`)}</th>
        <td>{worst === null ? '–' : errorText(worst.error)}</td>
        <td>{formatTick(CHECK_TOLERANCES[kind])}</td>
        <td>
          {wrong.length > 0 || (isDone && made.length > 0) ? (
            <Verdict passed={wrong.length === 0} />
          ) : made.length === 0 ? (
            isOver ? (
              '–'
            ) : (
              t('check.waiting')
            )
          ) : (
            t('check.cases', { done: made.length, of: planned })
          )}
        </td>
      </tr>
      {wrong.length === 0 || worst === null ? null : (
        <tr className="check-why">
          <td colSpan={4}>
            {t('check.wrong', {
              wrong: wrong.length,
              of: planned,
              name: wordsOf(worst.name),
              found: wordsOf(worst.found),
            })}
          </td>
        </tr>
      )}
    </>
  );
}

function Heads() {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col">{t('check.what')}</th>
        <th scope="col">{t('check.error')}</th>
        <th scope="col">{t('check.tolerance')}</th>
        <th scope="col">{t('check.verdict')}</th>
      </tr>
    </thead>
  );
}

interface EngineTableProps {
  readonly checked: EngineUnderCheck;
  readonly isOver: boolean;
}

function EngineTable({ checked: { on, engine, planned, made }, isOver }: EngineTableProps) {
  const { engineOn } = useCheckWords();
  return (
    <table className="check-table" data-engine={engine} data-backend={on.backend}>
      <caption>
        <strong>{engineOn(engine, on)}</strong> <small>{on.adapter}</small>
      </caption>
      <Heads />
      <tbody>
        {CHECK_KINDS.map((kind) => (
          <KindRow
            key={kind}
            kind={kind}
            made={made.filter((check) => check.kind === kind)}
            planned={planned[kind]}
            isOver={isOver}
          />
        ))}
      </tbody>
    </table>
  );
}

/** For whoever wants to know exactly. */
function EveryCase({ engines }: { readonly engines: readonly EngineUnderCheck[] }) {
  const { t } = useTranslation();
  const { engineOn } = useCheckWords();
  const errorText = useErrorText();
  const count = engines.reduce((sum, { made }) => sum + made.length, 0);
  return (
    <Fold title={t('check.every')} summary={String(count)}>
      {engines.map(({ on, engine, made }) => (
        <table key={`${engine} ${on.backend}`} className="check-table">
          <caption>{engineOn(engine, on)}</caption>
          <Heads />
          <tbody>
            {made.map(({ kind, name, error, tolerance, passed, found }) => (
              <tr key={`${kind} ${english(name)}`}>
                <th scope="row">
                  {t(`check.kind.${kind}`)}
                  <small>
                    <Sentence words={listed([name, found])} />
                  </small>
                </th>
                <td>{errorText(error)}</td>
                <td>{formatTick(tolerance)}</td>
                <td>
                  <Verdict passed={passed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Fold>
  );
}

function Explanation() {
  const { t } = useTranslation();
  return (
    <dl className="check-proves" aria-label={t('check.proves.title')}>
      {CHECK_KINDS.map((kind) => (
        <Fragment key={kind}>
          <dt>{t(`check.kind.${kind}`)}</dt>
          <dd>{t(`check.proves.${kind}`)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** What there is to do, and how far it is. */
function Controls({ selfCheck }: { readonly selfCheck: SelfCheckState | null }) {
  const { t } = useTranslation();
  const isReady = usePlayground((state) => state.engine.kind === 'ready');
  const run = usePlayground((state) => state.runSelfCheck);
  const stop = usePlayground((state) => state.stopSelfCheck);
  if (selfCheck === null || selfCheck.outcome !== null) {
    return (
      <div className="button-row">
        <button type="button" className="primary" disabled={!isReady} onClick={() => void run()}>
          {t(selfCheck === null ? 'check.start' : 'check.again')}
        </button>
      </div>
    );
  }
  const last = selfCheck.engines.at(-1);
  const on = selfCheck.engines.filter((engine) => engine.on === last?.on);
  const of = selfCheck.planned;
  const done = on.reduce((sum, { made }) => sum + made.length, 0);
  return (
    <div className="button-row check-progress">
      <button type="button" onClick={stop}>
        {t('check.stop')}
      </button>
      {of === 0 ? (
        <span>{t('check.loading')}</span>
      ) : (
        <>
          <span>{t('check.progress', { done: Math.min(done + 1, of), of })}</span>
          <progress aria-label={t('engine.check')} max={of} value={done} />
        </>
      )}
    </div>
  );
}

export default function SelfCheckDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { outcomeOf } = useCheckWords();
  const selfCheck = usePlayground((state) => state.selfCheck);
  const read = usePlayground((state) => state.readSelfCheck);
  const outcome = selfCheck?.outcome ?? null;
  // Who looks at it needs no notice.
  useEffect(() => {
    if (outcome !== null) read();
  }, [outcome, read]);
  const isBad = outcome?.kind === 'moved' || outcome?.kind === 'nothingPasses';
  return (
    <TitledDialog title={t('engine.check')} className="self-check" onClose={onClose}>
      <p>{t('check.lead')}</p>
      <Controls selfCheck={selfCheck} />
      <div role="status" data-testid="check-outcome" data-outcome={outcome?.kind}>
        {selfCheck === null || outcome === null ? null : (
          <p className={isBad ? 'check-outcome bad' : 'check-outcome'}>
            {outcomeOf(selfCheck)}
            {t('between.sentences')}
            {outcome.kind === 'interrupted' ? <Sentence words={outcome.reason} /> : null}
          </p>
        )}
      </div>
      {selfCheck?.engines.map((checked) => (
        <EngineTable
          key={`${checked.engine} ${checked.on.backend}`}
          checked={checked}
          isOver={outcome !== null}
        />
      ))}
      <Explanation />
      {selfCheck === null || outcome === null ? null : <EveryCase engines={selfCheck.engines} />}
    </TitledDialog>
  );
}

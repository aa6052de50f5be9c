/** A run that has diverged: where, with what, and the ways out that trials have shown to hold. */
import { useTranslation } from 'react-i18next';
import { hasInnerLoop } from '#training/learner-facts.ts';
import { usePlayground } from '#store/react.ts';
import type { Remedy, TriedRemedy } from '#store/training/remedies-slice.ts';
import type { TrainingRun } from '#store/training/state.ts';
import { formatCount, formatSetting } from '#ui/format.ts';

const SYMBOLS = { beta: 'β', trainingAlpha: 'α' } as const satisfies Record<Remedy['id'], string>;

/** `from there with β = 0.1`, as part of a sentence. */
function useRemedyName(): (remedy: Remedy) => string {
  const { t } = useTranslation();
  return ({ kind, id, value }) =>
    t(`train.remedy.${kind}`, { symbol: SYMBOLS[id], value: formatSetting(value) });
}

function Offer({ tried }: { readonly tried: TriedRemedy }) {
  const { t } = useTranslation();
  const takeRemedy = usePlayground((state) => state.takeRemedy);
  const { kind, id, value, steps } = tried;
  return (
    <li>
      <button type="button" onClick={() => void takeRemedy(tried)}>
        {t(`train.${kind}`, { symbol: SYMBOLS[id], value: formatSetting(value) })}
      </button>{' '}
      <span>{t('train.held', { count: steps, steps: formatCount(steps) })}</span>
    </li>
  );
}

/** What is being tried, what has held, and what has been tried in vain. */
function Remedies() {
  const { t } = useTranslation();
  const remedies = usePlayground((state) => state.remedies);
  const stop = usePlayground((state) => state.stopTryingRemedies);
  const nameOf = useRemedyName();
  if (remedies === null) return null;
  const { tried, trying } = remedies;
  const holding = tried.filter(({ holds }) => holds);
  const failed = tried.filter(({ holds }) => !holds);
  const inVain = failed.map((remedy) =>
    t('train.inVainEntry', {
      what: nameOf(remedy),
      count: remedy.steps,
      steps: formatCount(remedy.steps),
    }),
  );
  return (
    <>
      {holding.length === 0 ? null : (
        <ul className="remedies" aria-live="polite">
          {holding.map((remedy) => (
            <Offer key={`${remedy.kind} ${remedy.id}`} tried={remedy} />
          ))}
        </ul>
      )}
      {trying === null ? null : (
        <p>
          {t('train.trying', {
            what: nameOf(trying),
            done: formatCount(trying.done),
            of: formatCount(trying.of),
          })}{' '}
          <button type="button" className="plain" onClick={stop}>
            {t('train.stopTrying')}
          </button>
        </p>
      )}
      {inVain.length === 0 ? null : <p>{t('train.inVain', { list: inVain.join(t('caption.separator')) })}</p>}
      {trying === null && holding.length === 0 && failed.length > 0 ? <p>{t('train.nothingHolds')}</p> : null}
    </>
  );
}

export function DivergedNotice({ run }: { readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const { settings, iteration } = run;
  return (
    <div className="diverged">
      <p role="alert">
        <strong>{t('train.diverged', { iteration: formatCount(iteration + 1) })}</strong>
        {t('between.sentences')}
        {t(hasInnerLoop(settings.algorithm) ? 'train.divergedAdapting' : 'train.divergedPlain', {
          alpha: formatSetting(settings.trainingAlpha),
          steps: settings.trainingSteps,
          beta: formatSetting(settings.beta),
          count: iteration,
          iteration: formatCount(iteration),
        })}
      </p>
      <Remedies />
    </div>
  );
}

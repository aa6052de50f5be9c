/** What the page claims, where it holds for what is shown; the next act that it leads to, and how that is going. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContestantId, PROTAGONIST, RIVAL } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly } from '#ui/format.ts';
import { useContestantName } from '../vocabulary.ts';
import { isPublished } from '../of-published.ts';
import { Dare } from '../dare.tsx';
import { openingCurves, openingOf } from './opening.ts';
import { claimOf, firstStepOf } from './claim.ts';

/** Of runs alone. */
const Standing = lazy(async () => ({ default: (await import('./standing.tsx')).Standing }));

/** Errors after one step of those who are spoken of, if they are shown. */
function useFirstSteps() {
  const hidden = usePlayground((state) => state.hidden);
  const trajectories = usePlayground((state) => state.trajectories);
  const opening = usePlayground(openingCurves);
  const of = (id: ContestantId) => {
    const recorded = openingOf(opening, id);
    if (recorded !== undefined) return firstStepOf(recorded.errors);
    return hidden.includes(id) ? null : firstStepOf(trajectories[id]?.series.queryLoss);
  };
  return { maml: of(PROTAGONIST), rival: of(RIVAL), live: of('live') };
}

const number = (value: number) => formatBriefly(value) ?? '∞';

export function Headline() {
  const { t } = useTranslation();
  const nameOf = useContestantName();
  const { maml, rival, live } = useFirstSteps();
  const task = usePlayground((state) => state.task);
  const hasRun = usePlayground((state) => state.run !== null);
  const claim = claimOf(maml, rival, task.knowledge);
  const { count } = task.support;
  const proof = (
    <p className="headline-now">
      {claim === null
        ? t('headline.how')
        : t(claim.rival === null ? 'headline.alone' : 'headline.proof', {
            start: number(claim.maml.start),
            first: number(claim.maml.first),
            name: nameOf(RIVAL),
            rivalStart: number(claim.rival?.start ?? Number.NaN),
            rivalFirst: number(claim.rival?.first ?? Number.NaN),
          })}
    </p>
  );
  return (
    <div className="headline">
      <h2>{claim === null ? t('headline.purpose') : t('headline.claim', { count })}</h2>
      <div className="headline-line">
        {live !== null && maml !== null && task.knowledge === 'true' ? (
          <Suspense fallback={proof}>
            <Standing own={live} maml={maml} />
          </Suspense>
        ) : (
          proof
        )}
        {hasRun ? null : <Dare words={t(isPublished(task) ? 'headline.dare' : 'headline.train')} />}
      </div>
    </div>
  );
}

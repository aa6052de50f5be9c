/** What the page claims, where it holds for what is shown; the next act that it leads to, and how that is going. */
import { useTranslation } from 'react-i18next';
import { type ContestantId, PROTAGONIST, RIVAL } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatCount, formatSetting } from '#ui/format.ts';
import { useContestantName } from '../vocabulary.ts';
import { isPublished } from '../of-published.ts';
import { Dare } from '../dare.tsx';
import { openingCurves, openingOf } from './opening.ts';
import { catchUpOf, claimOf, type FirstStep, firstStepOf } from './claim.ts';

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
/** Two digits below ten, whole numbers from there on. */
const times = (ratio: number) => formatSetting(ratio < 10 ? Math.round(10 * ratio) / 10 : Math.round(ratio));

/** The visitor's run against MAML, after one step on the shown points. */
function Standing({ own, maml }: { readonly own: FirstStep; readonly maml: FirstStep }) {
  const { t } = useTranslation();
  const iteration = usePlayground((state) => state.contestants.live?.details.iteration ?? 0);
  const found = catchUpOf(own.first, maml.first);
  const ratio = found.kind === 'behind' ? { times: times(found.times) } : {};
  const values = {
    iteration: formatCount(iteration),
    own: number(own.first),
    maml: number(maml.first),
    ...ratio,
  };
  return (
    <p className="headline-now" data-catch-up={found.kind}>
      {t(`headline.${found.kind}`, values)}
      {/* After one step is not after ten, of which the sentence under the plot speaks. */}
      {found.kind === 'behind' || own.steps === 1
        ? null
        : t('headline.later', { count: own.steps, own: number(own.last), maml: number(maml.last) })}
    </p>
  );
}

export function Headline() {
  const { t } = useTranslation();
  const nameOf = useContestantName();
  const { maml, rival, live } = useFirstSteps();
  const task = usePlayground((state) => state.task);
  const hasRun = usePlayground((state) => state.run !== null);
  const claim = claimOf(maml, rival, task.knowledge);
  const { count } = task.support;
  return (
    <div className="headline">
      <h2>{claim === null ? t('headline.purpose') : t('headline.claim', { count })}</h2>
      <div className="headline-line">
        {live !== null && maml !== null && task.knowledge === 'true' ? (
          <Standing own={live} maml={maml} />
        ) : (
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
        )}
        {hasRun ? null : <Dare words={t(isPublished(task) ? 'headline.dare' : 'headline.train')} />}
      </div>
    </div>
  );
}

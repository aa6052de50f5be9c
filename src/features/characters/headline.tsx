/** What the world of characters is there to show, and the next act that it leads to. */
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { formatCount } from '#ui/format.ts';
import { Dare } from '../dare.tsx';
import { NextAct } from '../next-act.tsx';
import { rightAnswers } from '../picture-answers.ts';
import { useAnswers, useShownPictures } from './use-answers.ts';

export function CharactersHeadline() {
  const { t } = useTranslation();
  const task = useShownPictures();
  const answering = useAnswers(task);
  const run = usePlayground((state) => state.run);
  const step = usePlayground((state) => state.step);
  const iteration = usePlayground((state) => state.contestants.live?.details.iteration ?? 0);
  if (task === null) return null;
  const { shots, queryPoints } = task.perClass;
  const live = answering.find(({ contestant }) => contestant.id === 'live');
  const told = { ways: task.ways, count: shots, queries: queryPoints };
  const now =
    live === undefined
      ? task.from === null
        ? t('characters.headline.how', told)
        : t(`characters.headline.${task.from.isSplit === true ? 'fromHeldOut' : 'from'}`, {
            ...told,
            name: task.from.name,
          })
      : t('characters.headline.run', {
          count: step,
          iteration: formatCount(iteration),
          right: rightAnswers(live.answers),
          of: task.query.count,
        });
  return (
    <div className="headline">
      <h2>{t('characters.headline.purpose', { count: shots })}</h2>
      <div className="headline-line">
        <p className="headline-now">{now}</p>
        {run === null ? <Dare words={t('characters.headline.dare')} /> : <NextAct hasCaughtUp={false} />}
      </div>
    </div>
  );
}

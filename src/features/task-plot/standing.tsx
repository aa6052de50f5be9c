/** How the visitor's run stands against MAML, after one step on the shown points, and what may come next. */
import { usePlayground } from '#store/react.ts';
import { formatBriefly, formatCount, formatSetting } from '#ui/format.ts';
import { NextAct } from '../next-act.tsx';
import { usePanelTexts } from '../panel-texts.ts';
import { catchUpOf, type FirstStep } from './claim.ts';

const number = (value: number) => formatBriefly(value) ?? '∞';
/** Two digits below ten, whole numbers from there on. */
const times = (ratio: number) => formatSetting(ratio < 10 ? Math.round(10 * ratio) / 10 : Math.round(ratio));

export function Standing({ own, maml }: { readonly own: FirstStep; readonly maml: FirstStep }) {
  const { t } = usePanelTexts();
  const iteration = usePlayground((state) => state.contestants.live?.details.iteration ?? 0);
  const found = catchUpOf(own.first, maml.first);
  const ratio = found.kind === 'behind' ? { times: times(found.times) } : {};
  const values = {
    iteration: formatCount(iteration),
    own: number(own.first),
    maml: number(maml.first),
    ...ratio,
  };
  const isBehind = found.kind === 'behind';
  return (
    <>
      <p className="headline-now" data-catch-up={found.kind}>
        {t(`standing.${found.kind}`, values)}
        {/* After one step is not after ten, of which the sentence under the plot speaks. */}
        {isBehind || own.steps === 1
          ? null
          : t('standing.later', { count: own.steps, own: number(own.last), maml: number(maml.last) })}
      </p>
      <NextAct hasCaughtUp={!isBehind} />
    </>
  );
}

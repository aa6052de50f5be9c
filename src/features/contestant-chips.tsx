/** The initialisations as chips in the colours of their curves, each with its error now; a press hides or shows one. */
import { Toggle } from '@base-ui/react/toggle';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { CONTESTANT_IDS, type ContestantId, entrantOf, isOfFamily } from '#store/contestants/contestants.ts';
import { isPriorName } from '#training/priors.ts';
import { usePlayground } from '#store/react.ts';
import { formatBriefly } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { useMainQuantity, useQuantityName, valuesOf } from './quantities.ts';
import { contestantColor, contestantDash, useContestantName } from './vocabulary.ts';

/** More chips than these have room for names only. */
const MOST_WITH_ERROR = 6;

interface ChipProps {
  readonly id: ContestantId;
  readonly withError: boolean;
}

const Chip = memo(function Chip({ id, withError }: ChipProps) {
  const quantityName = useQuantityName();
  const isShown = usePlayground((state) => !state.hidden.includes(id));
  const quantity = useMainQuantity();
  const nameOf = useContestantName();
  const loss = usePlayground((state) => {
    const trajectory = state.trajectories[id];
    return trajectory && valuesOf(trajectory, quantity)?.[state.step];
  });
  const show = usePlayground((state) => state.showContestant);
  const hide = usePlayground((state) => state.hideContestant);
  const error = loss === undefined ? '' : (formatBriefly(loss) ?? '∞');
  return (
    <Toggle
      className="chip"
      data-chip={id}
      pressed={isShown}
      title={quantityName(quantity)}
      // A browser leaves what peeps out of a row that scrolls where it is.
      onFocus={({ currentTarget }) => currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })}
      onPressedChange={(pressed) => {
        if (pressed) void show(id);
        else hide(id);
      }}
    >
      <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
      {nameOf(id)}
      {withError && isShown ? <span className="chip-error">{error}</span> : null}
    </Toggle>
  );
});

export function ContestantChips() {
  const { t } = useTranslation();
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const metPriors = usePlayground((state) => state.metPriors);
  const family = usePlayground((state) => state.settings.family);
  // A prior is always here, so that its chip waits until it is first shown.
  const isMet = (id: ContestantId) => !isPriorName(id) || metPriors.includes(id) || !hidden.includes(id);
  const present = CONTESTANT_IDS.filter((id) => {
    const entrant = entrantOf(id, contestants, { family });
    return isMet(id) && entrant !== null && isOfFamily(entrant, { family });
  });
  return (
    <div className="chips" role="group" aria-label={t('table.chips')}>
      {present.map((id) => (
        <Chip key={id} id={id} withError={present.length <= MOST_WITH_ERROR} />
      ))}
    </div>
  );
}

/** Who a row is about: colour, name, origin; the exact numbers of the shown step on hover, focus or tap; and a way out. */
import { Popover } from '@base-ui/react/popover';
import { X } from 'lucide-react';
import { lazy, memo, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { canBeAsked, type Entrant, isPrior, isUnseenBy } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash, provenanceOf, useOrigin } from '../vocabulary.ts';

/** Loaded with the first that is looked at. */
const ExactValues = lazy(() => import('./exact-values.tsx'));

/** Numbers beside it change with every report of a training, and it does not. */
export const ContestantCell = memo(function ContestantCell({ contestant }: { readonly contestant: Entrant }) {
  const { t } = useTranslation();
  const { id } = contestant;
  const originOf = useOrigin();
  const hide = usePlayground((state) => state.hideContestant);
  // What pictures a network was not made for, its row says at length.
  const untold = usePlayground(({ task }) => {
    if (task.view !== 'curve' || canBeAsked(contestant, task)) return null;
    return isPrior(contestant) || isUnseenBy(contestant, task.numbers) ? 'untold' : 'seen';
  });
  const name = t(`contestant.${id}`);
  return (
    <th scope="row">
      <div className="contestant-cell">
        <Popover.Root>
          <Popover.Trigger
            className="contestant-name"
            openOnHover
            delay={250}
            aria-label={t('table.exactly', { name })}
          >
            <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
            <span>
              {name}
              <small>{untold === null ? originOf(provenanceOf(contestant)) : t(`table.${untold}`)}</small>
            </span>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner side="top" align="start" sideOffset={6} className="floating">
              <Popover.Popup className="popup" initialFocus={false} aria-label={t('table.exactly', { name })}>
                <Suspense>
                  <ExactValues contestant={contestant} />
                </Suspense>
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
        <button
          type="button"
          className="row-hide"
          aria-label={t('table.hide', { name })}
          title={t('table.hide', { name })}
          onClick={() => hide(id)}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
    </th>
  );
});

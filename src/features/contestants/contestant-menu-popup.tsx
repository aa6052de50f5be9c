/** All initialisations that there are, in groups by how they adapt. */
import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { factsOf } from '#training/learner-facts.ts';
import { isPriorName } from '#training/priors.ts';
import type { Origin } from '#formats/weights-file.ts';
import { CONTESTANT_IDS, type ContestantId, entrantOf, isOfFamily } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { contestantColor, contestantDash, provenanceOf, useOrigin } from '../vocabulary.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** How they adapt: what moves and by which means, or that no meta-training has taught them to; and the visitor's own. */
const GROUPS = ['all', 'head', 'solved', 'remembered', 'untrained', 'own'] as const;
type Group = (typeof GROUPS)[number];

function groupOf(id: ContestantId, origin: Origin): Group {
  if (isPriorName(id)) return 'untrained';
  if (id === 'live' || id === 'imported') return 'own';
  const { innerLoop, moves, counts } = factsOf(origin);
  if (counts === 'pointSeen') return 'remembered';
  if (origin === 'random' || innerLoop === null || moves === 'none') return 'untrained';
  if (counts === 'solution') return 'solved';
  return moves === 'all' ? 'all' : 'head';
}

/** Where a contestant comes from and with how many shots it was trained, whether or not it is here yet. */
function useDescription(id: ContestantId): string {
  const { t } = useTranslation();
  const originOf = useOrigin();
  const contestant = usePlayground((state) => state.contestants[id]);
  const entry = usePlayground((state) => state.shipped[id]);
  const isFetching = usePlayground((state) => state.fetching.includes(id));
  if (isFetching) return t('table.fetching');
  const shots = contestant?.details.settings.shots ?? entry?.shots;
  const provenance =
    contestant === undefined
      ? entry && { id, origin: entry.algorithm, iteration: entry.iteration, architecture: null }
      : provenanceOf(contestant);
  if (isPriorName(id)) return originOf({ id });
  if (provenance === undefined) return '';
  const origin = originOf(provenance);
  return id === 'random' ? origin : [t('origin.shots', { shots }), origin].join(t('caption.separator'));
}

function Item({ id }: { readonly id: ContestantId }) {
  const { t } = useTranslation();
  const description = useDescription(id);
  const isShown = usePlayground((state) => !state.hidden.includes(id));
  const show = usePlayground((state) => state.showContestant);
  const hide = usePlayground((state) => state.hideContestant);
  return (
    <Menu.CheckboxItem
      className="menu-item"
      checked={isShown}
      closeOnClick={false}
      onCheckedChange={(checked) => {
        if (checked) void show(id);
        else hide(id);
      }}
    >
      <span className="menu-check">
        <Menu.CheckboxItemIndicator>
          <Check size={14} aria-hidden />
        </Menu.CheckboxItemIndicator>
      </span>
      <LineSample color={contestantColor(id)} dash={contestantDash(id)} />
      <span>{t(`contestant.${id}`)}</span>
      <small>{description}</small>
    </Menu.CheckboxItem>
  );
}

/** `container` is where the menu stands in the page's own order. */
export function ContestantMenuPopup({ container }: { readonly container: RefObject<HTMLElement | null> }) {
  const { t } = usePanelTexts();
  const contestants = usePlayground((state) => state.contestants);
  const shipped = usePlayground((state) => state.shipped);
  const family = usePlayground((state) => state.settings.family);
  const ids = CONTESTANT_IDS.filter((id) => {
    const entrant = entrantOf(id, contestants, { family });
    return entrant === null ? shipped[id] !== undefined : isOfFamily(entrant, { family });
  });
  const originOf = (id: ContestantId) =>
    contestants[id]?.details.origin ?? shipped[id]?.algorithm ?? 'random';
  return (
    <Menu.Portal container={container}>
      <Menu.Positioner
        className="floating"
        positionMethod="fixed"
        side="top"
        align="end"
        sideOffset={6}
        // Rows that come and go move the button; what is being clicked on stays.
        disableAnchorTracking
      >
        <Menu.Popup className="popup menu-popup" tabIndex={0}>
          {GROUPS.map((group) => {
            const members = ids.filter((id) => groupOf(id, originOf(id)) === group);
            return members.length === 0 ? null : (
              <Menu.Group key={group}>
                <Menu.GroupLabel className="menu-label">
                  {t(`contestantMenu.groups.${group}`)}
                </Menu.GroupLabel>
                {members.map((id) => (
                  <Item key={id} id={id} />
                ))}
              </Menu.Group>
            );
          })}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

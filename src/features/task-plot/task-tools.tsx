/** What the visitor can make of the task: more points, another curve, points in one half; and taking it back. */
import { Expand, Pencil, Plus } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { isOfOwnPoints, truthAt } from '#families/curve/shown-curve.ts';
import { HALVES, type HalfRange } from '#families/curve/edits.ts';
import { usePlayground } from '#store/react.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { isPublished } from '../of-published.ts';
import { widestGap } from './suggestions.ts';
import { ToolMenu } from './tool-menu.tsx';

/** Few bring points of their own. */
const HoldOut = lazy(async () => ({ default: (await import('./hold-out.tsx')).HoldOut }));

/** What a menu holds comes when it is first opened. */
const BeyondItems = lazy(async () => ({ default: (await import('./beyond-items.tsx')).BeyondItems }));

const ICON = { size: 15, 'aria-hidden': true } as const;

/** The part of the range of x that is sampled, as a picture. */
function HalfIcon({ half }: { readonly half: HalfRange }) {
  return (
    <svg width="17" height="13" viewBox="0 0 17 13" aria-hidden="true">
      <rect
        x={half === 'right' ? 8.5 : 1}
        y="1"
        width={half === 'none' ? 15 : 7.5}
        height="11"
        fill="currentcolor"
        opacity="0.55"
      />
      <rect x="1" y="1" width="15" height="11" rx="1.5" fill="none" stroke="currentcolor" strokeWidth="1.3" />
    </svg>
  );
}

function BeyondMenu() {
  const { t } = useTranslation();
  return (
    <ToolMenu icon={<Expand {...ICON} />} name={t('tools.beyond')} label={t('tools.beyondLabel')}>
      <Suspense>
        <BeyondItems />
      </Suspense>
    </ToolMenu>
  );
}

/** What a pointer on the plot does besides moving points. */
export type PlotTool = 'add' | 'draw';

interface TaskToolsProps {
  /** What is in hand. */
  readonly tool: PlotTool | null;
  readonly onTake: (tool: PlotTool | null) => void;
}

export function TaskTools({ tool, onTake }: TaskToolsProps) {
  const { t } = useTranslation();
  const task = usePlayground(shownCurveOf);
  const half = usePlayground((state) => state.taskEdits.half);
  const isOwn = isOfOwnPoints(task.knowledge);
  const addPoint = usePlayground((state) => state.addPoint);
  const setHalfRange = usePlayground((state) => state.setHalfRange);
  const toggle = (wanted: PlotTool) => onTake(tool === wanted ? null : wanted);
  const add = () => {
    const x = widestGap(task);
    addPoint(x, truthAt(task, x));
  };
  return (
    <div className="plot-tools" role="group" aria-label={t('tools.group')}>
      <button
        type="button"
        className="tool"
        aria-pressed={tool === 'add'}
        title={t('tools.addHint')}
        // Who has no pointer cannot choose the place: the point comes where it tells most.
        onClick={({ detail }) => (detail === 0 ? add() : toggle('add'))}
      >
        <Plus {...ICON} />
        <span className="tool-name">{t('tools.add')}</span>
      </button>
      <button
        type="button"
        className="tool"
        aria-pressed={tool === 'draw'}
        data-tool="draw"
        title={t('tools.drawHint')}
        onClick={() => toggle('draw')}
      >
        <Pencil {...ICON} />
        <span className="tool-name">{t('tools.draw')}</span>
      </button>
      <div className="segmented" role="group" aria-label={t('tools.half')} title={t('tools.halfHint')}>
        {HALVES.map((id) => (
          <button
            key={id}
            type="button"
            className="tool"
            aria-label={t(`tools.halves.${id}`)}
            aria-pressed={half === id}
            onClick={() => setHalfRange(id)}
          >
            <HalfIcon half={id} />
            <span className="tool-name">{t(`tools.halvesBriefly.${id}`)}</span>
          </button>
        ))}
      </div>
      {isPublished(task) ? <BeyondMenu /> : null}
      {isOwn ? (
        <Suspense>
          <HoldOut />
        </Suspense>
      ) : null}
    </div>
  );
}

/** What the curves of the plot are called where they are: before adapting, after one step, and now. */
import type { TFunction } from 'i18next';
import type { CurveLabel } from '#charts/curve-labels.tsx';
import type { PlotCurve } from '#charts/function-plot.tsx';
import { PROTAGONIST } from '#store/contestants/contestants.ts';

/** With more curves than these, names would hide them; the chips have them. */
const MOST_NAMED = 5;

type NamedCurve = PlotCurve & { readonly name: string };

/** The curve whose past is named: MAML's, about which the page is, or else the last. */
function heroOf(curves: readonly NamedCurve[]): NamedCurve | undefined {
  return curves.find(({ id }) => id === PROTAGONIST) ?? curves.at(-1);
}

export function curveLabels(curves: readonly NamedCurve[], step: number, t: TFunction): CurveLabel[] {
  if (curves.length > MOST_NAMED) return [];
  const hero = heroOf(curves);
  return curves.flatMap(({ id, name, color, y, ghosts }): CurveLabel[] => {
    if (id !== hero?.id) return [{ id, text: name, color, y }];
    const [start, first] = ghosts;
    const now = step === 0 ? 'plot.at.start' : step === 1 ? 'plot.at.nowFirst' : 'plot.at.now';
    return [
      ...(start === undefined
        ? []
        : [{ id: `${id} 0`, text: t('plot.at.before', { name }), color, y: start }]),
      ...(first === undefined
        ? []
        : [{ id: `${id} 1`, text: t('plot.at.first', { name }), color, y: first }]),
      { id, text: t(now, { name }), color, y },
    ];
  });
}

/** What breaks when the identity in (I − αH) is dropped? */
import { withoutIdentity } from '#training/second-order.ts';
import { formatPercent, formatSetting } from '#ui/format.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Scene, Tour } from '../tour.ts';
import { degrees } from './values.ts';

const scene = (lookInto: ContestantId): Scene => ({
  shown: ['random', 'maml'],
  lookInto,
  step: 1,
  panel: 'inside',
  // Of more steps than one, the page computes the exact meta-gradient only.
  gauge: { alpha: 0.01, steps: 1, scope: 'mean' },
});

function reading({ gauge, gaugeReport }: PlaygroundState) {
  const alpha = formatSetting(gauge.alpha);
  if (gaugeReport === null || gauge.steps !== 1) {
    return { alpha, exact: null, firstOrder: null, firstAngle: null, left: null, share: null, angle: null };
  }
  const { norm, angle } = withoutIdentity(gaugeReport);
  return {
    alpha,
    exact: gaugeReport.exactNorm,
    firstOrder: gaugeReport.firstOrderNorm,
    firstAngle: degrees(gaugeReport.angle),
    left: norm,
    share: formatPercent(gaugeReport.relativeDifference),
    angle: degrees(angle),
  };
}

/** Small enough to see what is left without the identity go away. */
const SMALL_ALPHA = 0.001;

export const IDENTITY: Tour<'identity'> = {
  formula: { scene: scene('random'), target: 'gauge' },
  size: { scene: scene('random'), target: 'gauge', values: reading },
  direction: { scene: scene('random'), target: 'gauge', values: reading },
  trained: { scene: scene('maml'), target: 'gauge', values: reading },
  try: {
    scene: scene('random'),
    target: 'gauge',
    values: reading,
    until: ({ gauge }) => gauge.alpha <= SMALL_ALPHA && gauge.steps === 1,
  },
};

/** Which wrong code runs without an error? Lines in the manner of PyTorch, each beside what it computes. */
import type { GaugeOther } from '#training/second-order.ts';
import { withoutIdentity } from '#training/second-order.ts';
import { formatSetting } from '#ui/format.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Scene, ShownCode, Tour } from '../tour.ts';
import { counted, degrees, evaluationValues, measured } from './values.ts';
import { evaluating } from './work.ts';

const LAST = 10;
const STEPS = 5;
/** α of the shipped weights; ten steps of it along one gradient are one of ten times as much. */
const ALPHA = 0.01;

/** At random weights, where training begins. */
const gauge = (against: GaugeOther, steps = STEPS): Scene => ({
  shown: ['random', 'maml'],
  lookInto: 'random',
  step: 1,
  panel: 'inside',
  gauge: { alpha: ALPHA, steps, scope: 'mean', against },
});

function reading({ gauge: { alpha, steps }, gaugeReport }: PlaygroundState) {
  return {
    alpha: formatSetting(alpha),
    steps: counted(steps),
    angle: degrees(gaugeReport?.angle),
    times: gaugeReport === null ? null : gaugeReport.firstOrderNorm / gaugeReport.exactNorm,
  };
}

const INNER_LOOP = `w = theta
for _ in range(n):
    g, = grad(loss(w, support), w,
              create_graph=True)
    w = w - alpha * g`;
const META_GRADIENT = 'meta, = grad(loss(w, query), theta)';

const CODE = {
  right: { right: `${INNER_LOOP}\n${META_GRADIENT}` },
  repeated: {
    wrong: `g, = grad(loss(theta, support), theta,
          create_graph=True)
w = theta
for _ in range(n):
    w = w - alpha * g`,
    right: INNER_LOOP,
  },
  unadapted: { wrong: 'meta, = grad(loss(theta, query), theta)', right: META_GRADIENT },
  number: {
    wrong: `total = torch.tensor(loss(w, query).item(),
                     requires_grad=True)
total.backward()`,
    right: `total = loss(w, query)
total.backward()`,
  },
  detached: {
    wrong: `w = w - alpha * g.detach()
w = w.detach() - alpha * g`,
    right: 'w = w - alpha * g',
  },
} as const satisfies Record<string, ShownCode>;

export const WRONG_CODE: Tour<'wrongCode'> = {
  right: {
    scene: { shown: ['maml'], step: 'play', panel: 'learn' },
    target: 'plot',
    code: CODE.right,
    values: (state) => ({
      steps: counted(LAST),
      before: measured(state, 'maml', 'queryLoss', 0),
      after: measured(state, 'maml', 'queryLoss', LAST),
    }),
  },
  repeated: { scene: gauge('repeated'), target: 'gauge', code: CODE.repeated, values: reading },
  later: {
    scene: { settings: { alpha: LAST * ALPHA }, shown: ['maml'], step: 1, panel: 'learn' },
    target: 'plot',
    values: (state) => ({
      alpha: formatSetting(state.settings.alpha),
      before: measured(state, 'maml', 'queryLoss', 0),
      after: measured(state, 'maml', 'queryLoss', 1),
    }),
  },
  unadapted: { scene: gauge('unadapted'), target: 'gauge', code: CODE.unadapted, values: reading },
  number: {
    scene: { shown: ['random'], step: 1, panel: 'learn' },
    target: 'plot',
    code: CODE.number,
    values: (state) => ({ random: measured(state, 'random', 'queryLoss', 1) }),
  },
  detached: {
    scene: gauge('firstOrder', 1),
    target: 'gauge',
    code: CODE.detached,
    values: (state) => {
      const report = state.gauge.steps === 1 ? state.gaugeReport : null;
      return {
        angle: degrees(report?.angle),
        withoutIdentity: degrees(report === null ? null : withoutIdentity(report).angle),
      };
    },
  },
  trained: {
    scene: { shown: ['random', 'pretrained', 'maml', 'fomaml'], step: 1, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(100),
    values: evaluationValues({
      maml: ['maml', 1],
      fomaml: ['fomaml', 1],
      pretrained: ['pretrained', 1],
      random: ['random', 1],
    }),
  },
  try: {
    scene: gauge('repeated'),
    target: 'gauge',
    values: reading,
    until: ({ gauge: { steps, against }, gaugeReport }) =>
      against === 'repeated' && steps === 1 && gaugeReport !== null,
  },
};

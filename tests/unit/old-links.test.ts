/** Links that people have kept: each opens what it opened when it was copied, whatever the page has learnt since. */
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#core/settings.ts';
import { NO_EDITS } from '#core/task-edits.ts';
import { FIRST_HIDDEN } from '#store/contestants.ts';
import { DEFAULT_SHARED, type SharedState } from '#store/shared-slice.ts';
import { decodeLink } from '../../src/app/link/codec.ts';

interface KeptLink {
  readonly link: string;
  readonly opens: Partial<SharedState>;
}

/** One list for each version of links; what stands here is never changed. */
const VERSION_1: readonly KeptLink[] = [
  {
    link: 'v=1&shots=8&task=1&step=3&without=pretrained&tab=compare',
    opens: {
      settings: { ...DEFAULT_SETTINGS, shots: 8 },
      taskIndex: 1,
      step: 3,
      hidden: ['pretrained', ...FIRST_HIDDEN],
      panel: 'compare',
      narrowTab: 'compare',
    },
  },
  {
    link: 'v=1&amplitudeTo=10&alpha=0.02&innerSteps=3&beta=0.01&seed=4294967295&algorithm=fomaml&initialisation=he&optimiser=sgd&annealing=cosine&layers=64-32&activation=tanh',
    opens: {
      settings: {
        ...DEFAULT_SETTINGS,
        amplitudeTo: 10,
        alpha: 0.02,
        innerSteps: 3,
        beta: 0.01,
        seed: 4294967295,
        algorithm: 'fomaml',
        initialisation: 'he',
        optimiser: 'sgd',
        annealing: 'cosine',
        architecture: { layerSizes: [1, 64, 32, 1], activation: 'tanh' },
      },
    },
  },
  {
    link: 'v=1&sine=-4.5:1.5:0.25&half=left&moved=0:-2.125:3&removed=1,2&added=-1:0.5,-3.25:-2',
    opens: {
      taskEdits: {
        ...NO_EDITS,
        curve: { kind: 'sinusoid', sinusoid: { amplitude: -4.5, frequency: 1.5, phase: 0.25 } },
        half: 'left',
        moved: [{ index: 0, x: -2.125, y: 3 }],
        removed: [1, 2],
        added: [
          { x: -1, y: 0.5 },
          { x: -3.25, y: -2 },
        ],
      },
    },
  },
  {
    // 1.5 everywhere: 1500 thousandths, then 160 times no difference.
    link: `v=1&drawn=49C${'A'.repeat(160)}`,
    opens: {
      taskEdits: { ...NO_EDITS, curve: { kind: 'drawn', values: Array.from({ length: 161 }, () => 1.5) } },
    },
  },
  {
    link: 'v=1&with=anil,multiTask&tab=settings&hide=settings,numbers&view=projector&theme=dark&lang=zh',
    opens: {
      hidden: FIRST_HIDDEN.filter((id) => id !== 'anil' && id !== 'multiTask'),
      panel: 'train',
      narrowTab: 'settings',
      hiddenRegions: ['settings', 'numbers'],
      presentation: 'projector',
      theme: 'dark',
      language: 'zh',
    },
  },
];

test.each(VERSION_1)('$link', ({ link, opens }) => {
  const { shared, mended } = decodeLink(`#${link}`);
  expect(mended).toEqual([]);
  expect({ ...shared, hidden: new Set(shared.hidden) }).toEqual({
    ...DEFAULT_SHARED,
    ...opens,
    hidden: new Set(opens.hidden ?? DEFAULT_SHARED.hidden),
  });
});

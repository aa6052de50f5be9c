/** The parts of `npm test`: what each runs, how long it may take, and where its runner reports. */
import { playwrightReport, type TestReport, vitestReport } from './reports.ts';

export interface Part {
  readonly title: string;
  /** Words for `npx`. */
  readonly words: readonly string[];
  /** Seconds on two quiet cores without a GPU. */
  readonly budget: number;
  /** Where the part counts tests; without it, the whole part is one check. */
  readonly report?: { readonly file: string; readonly read: (text: string) => TestReport };
  /** Skips itself, in words of its own and with nothing counted, on a machine that lacks what it needs. */
  readonly maySkip?: boolean;
}

/** Parts that run one after the other. */
export type Lane = readonly Part[];

/** Lanes run side by side; the next stage waits for all of them. */
export type Stage = readonly Lane[];

/** Words for `npx` that lint everything. */
export const LINT = ['oxlint', '-c', 'oxlint.config.mjs', '--type-aware'];

const UNIT_REPORT = '.cache/vitest.json';
const CLI_REPORT = '.cache/vitest-cli.json';
const GPU_REPORT = '.cache/vitest-gpu.json';
const E2E_REPORT = '.cache/e2e.json';

function vitest(projects: readonly string[], file: string): Pick<Part, 'words' | 'report'> {
  const named = projects.flatMap((project) => ['--project', project]);
  return {
    words: ['vitest', 'run', ...named, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    report: { file, read: vitestReport },
  };
}

/** Seconds for what comes before the first part: installing the dependencies. */
export const SET_UP_BUDGET = 30;

export const STAGES: readonly Stage[] = [
  [[{ title: 'Browser', words: ['tsx', 'scripts/ensure-browser.ts'], budget: 5 }]],
  [
    [{ title: 'Format', words: ['biome', 'format', '.'], budget: 5 }],
    [{ title: 'Lint', words: LINT, budget: 15 }],
    [{ title: 'Types', words: ['tsc', '-p', '.'], budget: 15 }],
    [{ title: 'Build', words: ['vite', 'build', '--logLevel', 'warn'], budget: 15 }],
  ],
  // The GPU tests have one page, which leaves a third of two processors to others; end-to-end tests on WebGPU wait for their end.
  [
    [
      { title: 'Unit', ...vitest(['unit'], UNIT_REPORT), budget: 110 },
      { title: 'Command line', ...vitest(['cli'], CLI_REPORT), budget: 80 },
      {
        title: 'End to end',
        words: ['playwright', 'test'],
        budget: 420,
        report: { file: E2E_REPORT, read: playwrightReport },
      },
    ],
    [{ title: 'GPU', ...vitest(['webgpu', 'webgl'], GPU_REPORT), budget: 200 }],
  ],
];

/** What only `npm run test:all` runs: a build of its own, with a toy family and a toy learner, and browsers other than Chromium. */
export const REPEATS: Stage = [
  [
    {
      title: 'Page with toys',
      words: ['playwright', 'test', '-c', 'tests/toys/playwright.config.ts'],
      budget: 30,
    },
    {
      title: 'Other browsers',
      words: ['tsx', 'scripts/test-browsers.mjs'],
      budget: 900,
      report: { file: '.cache/vitest-browsers.json', read: vitestReport },
      maySkip: true,
    },
  ],
];

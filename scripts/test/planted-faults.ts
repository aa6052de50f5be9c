/** The faults that `npm run test:mutations` plants, each where `npm test` must find it. */
import { LINT } from './parts.ts';

/** A text of a source that is replaced by a wrong one. */
export interface Mutation {
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  readonly what: string;
  /** Words for `npx` of the part of `npm test` that must fail. */
  readonly foundBy: readonly string[];
}

const unit = (...names: string[]) => ['vitest', 'run', '--project', 'unit', ...names];
const gpu = (...names: string[]) => ['vitest', 'run', '--project', 'webgpu', ...names];
const endToEnd = (...names: string[]) => ['playwright', 'test', '--retries=0', ...names];

/** One or two in each room, chosen before the tests were cut. */
export const MUTATIONS: readonly Mutation[] = [
  {
    file: 'src/training/optimiser.ts',
    right: '(1 + Math.cos(',
    wrong: '(1 - Math.cos(',
    what: 'β rises along the cosine',
    foundBy: unit('optimiser'),
  },
  {
    file: 'src/tensor/gradients.ts',
    right: 'mul(output, sub(scalar(1), output))',
    wrong: 'mul(output, sub(output, scalar(1)))',
    what: 'a sign in the derivative of the sigmoid',
    foundBy: gpu('second-derivatives'),
  },
  {
    file: 'src/meta/tensor-engine.ts',
    right: '        chainReadings.dispose();\n',
    wrong: '        void chainReadings;\n',
    what: 'a tensor leaks with every chain of meta-steps',
    foundBy: gpu('memory'),
  },
  {
    file: 'src/meta/inner-loop.ts',
    right: 'mul(slope, rate)',
    wrong: 'mul(slope, mul(rate, rate))',
    what: 'Meta-SGD descends by α²',
    foundBy: gpu('oracle'),
  },
  {
    file: 'src/fused/webgpu/activation-code.ts',
    right: '(-2.0 * a * s)',
    wrong: '(2.0 * a * s)',
    what: 'a sign in the second derivative of tanh, in WGSL',
    foundBy: gpu('oracle'),
  },
  {
    file: 'src/fused/wasm/assembly/activations.ts',
    right: 'return f32x4.sub(one, f32x4.mul(a, a));',
    wrong: 'return f32x4.sub(f32x4.mul(a, a), one);',
    what: 'a sign in the derivative of tanh, on SIMD units',
    foundBy: unit('fused/wasm/oracle'),
  },
  {
    file: 'src/fused/wasm/assembly/inner-optimiser.ts',
    right: 'f32x4.sub(laterSpread, ofSquares)',
    wrong: 'f32x4.add(laterSpread, ofSquares)',
    what: 'a sign on the way back through Adam, on SIMD units',
    foundBy: unit('fused/wasm/oracle'),
  },
  {
    file: 'src/engine/client.ts',
    right: 'if (run !== null && report.state !== null) {',
    wrong: 'if (run !== null && report.state !== null && report.iteration < 0) {',
    what: 'after a loss the run begins anew instead of where it was',
    foundBy: unit('engine/client'),
  },
  {
    file: 'src/formats/floats.ts',
    right: 'littleEndian = true',
    wrong: 'littleEndian = false',
    what: 'floats are read with their bytes turned round',
    foundBy: unit('safetensors'),
  },
  {
    file: 'src/persistence/presence.ts',
    right: 'locks.request(`maml-playground/${name}`,',
    wrong: "locks.request('maml-playground',",
    what: 'all runs share one lock',
    foundBy: endToEnd('sessions', '--project', 'wasm'),
  },
  {
    file: 'src/store/task/task-slice.ts',
    right: 'taskPast: taskPast.slice(0, -1)',
    wrong: 'taskPast',
    what: 'an undone edit stays in the list of what can be undone',
    foundBy: unit('task-slice'),
  },
  {
    file: 'src/charts/chart-menu.tsx',
    right: " aria-label={t('chart.save')} title={t('chart.save')}",
    wrong: '',
    what: 'a button without a name',
    foundBy: endToEnd('all-scenes'),
  },
  {
    file: 'src/ui/segmented.tsx',
    right: "import type { ReactNode } from 'react';",
    wrong: "import type { ReactNode } from 'react';\nimport '#store/react.ts';",
    what: 'an import that is forbidden',
    foundBy: LINT,
  },
  {
    file: 'src/app/i18n/zh/plot.json',
    right: '    "drawn": "y：手绘",\n',
    wrong: '',
    what: 'a lost translation',
    foundBy: unit('languages'),
  },
  {
    file: 'src/app/link/codec.ts',
    right: 'numberSetting(id, usual))) ?? usual[id];',
    wrong: 'numberSetting(id, usual))) ?? numberSetting(id, usual).minimum;',
    what: 'a number that a link leaves out opens at its minimum',
    foundBy: unit('link'),
  },
  {
    file: 'src/cli/exit-codes.ts',
    right: "diverged: 'diverged'",
    wrong: "diverged: 'unexpected'",
    what: 'a training that diverged exits as an error that nobody foresaw',
    foundBy: ['vitest', 'run', '--project', 'cli', 'train'],
  },
];

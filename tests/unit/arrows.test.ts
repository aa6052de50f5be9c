/** The linter refuses an import against the arrows of docs/architecture.md, however it is written. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const VIOLATIONS: readonly (readonly [file: string, line: string])[] = [
  ['src/core/a.ts', "import '#meta/learners/maml.ts';"],
  ['src/core/b.ts', "import '../meta/maml.ts';"],
  ['src/core/c.ts', "import 'valibot';"],
  ['src/core/d.ts', "document.title = 'core';"],
  ['src/core/e.ts', "import '#fused/fused-engine.ts';"],
  ['src/tensor/a.ts', "import '../meta/maml.ts';"],
  ['src/tensor/b.ts', "import '#fused/gpu.ts';"],
  ['src/meta/a.ts', "import '@tensorflow/tfjs';"],
  ['src/meta/b.ts', "import '../engine/session.ts';"],
  ['src/meta/c.ts', "postMessage('meta');"],
  ['src/meta/d.ts', "import '#fused/fused-engine.ts';"],
  ['src/meta/e.ts', "import '../fused/fused-engine.ts';"],
  ['src/fused/a.ts', "import '#tensor/ops.ts';"],
  ['src/fused/b.ts', "import '#meta/tensor-engine.ts';"],
  ['src/fused/c.ts', "import '#worker/session.ts';"],
  ['src/fused/d.ts', "import '@tensorflow/tfjs';"],
  ['src/fused/e.ts', "import '../tensor/ops.ts';"],
  ['src/fused/f.ts', "import 'react';"],
  ['src/fused/g.ts', "postMessage('fused');"],
  ['src/engine/client.ts', "import './session.ts';"],
  ['src/engine/protocol.ts', "import '#fused/fused-engine.ts';"],
  ['src/engine/other.ts', "import '#store/state.ts';"],
  ['src/store/a.ts', "import 'react';"],
  ['src/store/b.ts', "import '#worker/session.ts';"],
  ['src/store/c.ts', "import '#fused/fused-engine.ts';"],
  ['src/formats/a.ts', "import '../store/state.ts';"],
  ['src/persistence/a.ts', "import '#store/state.ts';"],
  ['src/persistence/b.ts', "import 'react';"],
  ['src/engine/keep.ts', "import '#persistence/records.ts';"],
  ['src/features/one/d.ts', "import '#persistence/records.ts';"],
  ['src/charts/a.ts', "import '../store/react.ts';"],
  ['src/ui/a.ts', "import '#core/errors.ts';"],
  ['src/features/one/a.ts', "import '../two/panel.tsx';"],
  ['src/features/one/b.ts', "import '#engine/client.ts';"],
  ['src/features/one/c.ts', "import '#fused/fused-engine.ts';"],
  ['src/features/vocabulary.ts', "import './one/panel.tsx';"],
  ['src/cli/a.ts', "import '#store/state.ts';"],
  ['src/cli/b.ts', "import '#worker/session.ts';"],
  ['src/cli/commands/c.ts', "import '../../engine/trainer.ts';"],
  ['src/cli/d.ts', "import '@tensorflow/tfjs';"],
  ['src/cli/e.ts', "import 'react';"],
  ['src/engine/cli.ts', "import '#cli/training.ts';"],
  ['src/formats/cli.ts', "import '#cli/training.ts';"],
  ['src/features/one/cli.ts', "import '#cli/training.ts';"],
  ['src/app/cli.ts', "import '#cli/training.ts';"],
  ['src/app/a.ts', "import '../meta/maml.ts';"],
  ['src/app/b.ts', "import '@tensorflow/tfjs';"],
  ['src/app/c.ts', "import '#fused/fused-engine.ts';"],
];

const ALLOWED: readonly (readonly [file: string, line: string])[] = [
  ['src/meta/allowed.ts', "import '#tensor/ops.ts';"],
  ['src/fused/allowed.ts', "import '#models/mlp.ts';"],
  ['src/cli/allowed.ts', "import '#fused/fused-engine.ts';"],
  ['src/persistence/allowed.ts', "import '#formats/checkpoint.ts';"],
  ['src/store/allowed.ts', "import '#persistence/records.ts';"],
  ['src/engine/allowed.ts', "import '#fused/fused-engine.ts';"],
];

let folder = '';
let complaints = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrows-'));
  cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  for (const [file, line] of [...VIOLATIONS, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${line}\n`);
  }
  const linter = join(process.cwd(), 'node_modules/.bin/oxlint');
  complaints = spawnSync(linter, ['-f', 'unix'], { cwd: folder, encoding: 'utf8' }).stdout;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each(VIOLATIONS)('%s may not say %s', (file) => {
  expect(complaints).toContain(`${file}:1:`);
});

test.each(ALLOWED)('%s may say %s', (file) => {
  expect(complaints).not.toContain(file);
});

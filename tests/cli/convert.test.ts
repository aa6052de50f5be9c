/** `convert`: from one format to another, as a user calls it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventsOf, run, runProcess, temporaryFolder } from './cli.ts';

const MAML = 'public/weights/maml-5-shot.safetensors';

test('weights go through .npz and JSON and come back byte for byte', async () => {
  const at = temporaryFolder();
  for (const [from, to] of [
    [MAML, at('maml.npz')],
    [at('maml.npz'), at('maml.json')],
    [at('maml.json'), at('again.safetensors')],
  ] as const) {
    expect(await run('convert', from, to)).toMatchObject({ status: 0, stderr: '' });
  }
  expect(readFileSync(at('again.safetensors')).equals(readFileSync(MAML))).toBe(true);
});

test('a convolution goes through layers of TensorFlow.js and comes back byte for byte', async () => {
  const at = temporaryFolder();
  const shipped = 'public/weights/characters/maml-5-way-1-shot.safetensors';
  expect(await run('convert', shipped, at('maml.tfjs.zip'))).toMatchObject({ status: 0, stderr: '' });
  expect(await run('convert', at('maml.tfjs.zip'), at('again.safetensors'))).toMatchObject({ status: 0 });
  expect(readFileSync(at('again.safetensors')).equals(readFileSync(shipped))).toBe(true);
});

test('a CNP leaves as ONNX, MetaNet is refused with the reason, and neither becomes layers of TensorFlow.js', async () => {
  const at = temporaryFolder();
  const [cnp, metaNet] = ['public/weights/cnp.safetensors', 'public/weights/meta-net.safetensors'];
  expect(await run('convert', cnp, at('cnp.onnx'))).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(at('cnp.onnx'), 'latin1')).toContain('support_x');
  expect(await run('convert', metaNet, at('meta-net.onnx'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('gradients that its fast weights are made of'),
  });
  expect(await run('convert', cnp, at('cnp.tfjs.zip'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Expected a multilayer perceptron'),
  });
});

test('a network made elsewhere needs its activation once, and is a weights file of this page from then on', async () => {
  const at = temporaryFolder();
  writeFileSync(
    at('state.json'),
    '{"fc1.weight": [[1], [-2]], "fc1.bias": [0.5, 4], "out.weight": [[3, 5]], "out.bias": [-7]}',
  );
  const refused = await run('convert', at('state.json'), at('mine.onnx'));
  expect(refused).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('expected one of relu, tanh'),
  });
  const converted = await run(
    'convert',
    at('state.json'),
    at('mine.safetensors'),
    '--activation',
    'tanh',
    '--json',
  );
  expect(eventsOf(converted)).toMatchObject([
    {
      event: 'converted',
      format: 'safetensors',
      what: 'weights',
      origin: 'elsewhere',
      architecture: { layerSizes: [1, 2, 1], activation: 'tanh' },
    },
  ]);
  const contradicted = await run('convert', at('mine.safetensors'), at('mine.onnx'), '--activation', 'relu');
  expect(contradicted).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('expected tanh, as the file tells, found relu'),
  });
});

test('of several networks in a file one is named, and what is not of it is told', async () => {
  const at = temporaryFolder();
  const refused = await run('convert', 'tests/cases/ema-beside.safetensors', at('one.safetensors'));
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('found 2: “root”, “ema”') });
  expect(refused.stderr).toContain('--network root');
  const words = ['tests/cases/ema-beside.safetensors', at('one.safetensors'), '--network', 'ema'];
  expect(await run('convert', ...words)).toMatchObject({ status: 0 });
  const counted = await run('convert', 'tests/cases/step-counter.safetensors', at('two.onnx'), '--json');
  expect(eventsOf(counted)).toMatchObject([{ event: 'converted', leftOut: ['step'] }]);
  expect(await run('convert', at('two.onnx'), at('two.tfjs.zip'))).toMatchObject({ status: 0 });
  expect(await run('convert', at('two.tfjs.zip'), at('two.safetensors'))).toMatchObject({ status: 0 });
});

test('an activation that the page has not is overruled by the flag', async () => {
  const at = temporaryFolder();
  const state =
    '{"activation": "GELU()", "a.weight": [[1], [2]], "a.bias": [0, 1], "b.weight": [[3, 4]], "b.bias": [-7]}';
  writeFileSync(at('state.json'), state);
  const refused = await run('convert', at('state.json'), at('mine.onnx'));
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('found “GELU()”') });
  const converted = await run('convert', at('state.json'), at('mine.onnx'), '--activation', 'tanh');
  expect(converted).toMatchObject({ status: 0 });
});

test('tasks go from CSV to JSON, as --tasks takes it', async () => {
  const at = temporaryFolder();
  writeFileSync(at('tasks.csv'), 'task,set,x,y\n1,support,-3,1.25\n1,query,0,-0.5\n');
  expect(await runProcess('convert', at('tasks.csv'), at('tasks.json'))).toMatchObject({ status: 0 });
  expect(JSON.parse(readFileSync(at('tasks.json'), 'utf8'))).toEqual([
    { support: { x: [-3], y: [1.25] }, query: { x: [0], y: [-0.5] } },
  ]);
});

test.each([
  {
    words: [MAML, 'maml.pt'],
    says: 'a name that ends in .safetensors, .npz, .onnx, .tfjs.zip, .json, or --to',
  },
  {
    words: ['package-lock.json', 'x.npz'],
    says: 'package-lock.json: File: expected tensors of floating-point numbers, found “lockfileVersion” (3)',
  },
  { words: ['none.npz', 'x.json'], says: 'a file that can be read' },
])('what cannot be converted is refused in a sentence: $words', async ({ words, says }) => {
  const { status, stderr } = await run('convert', ...words);
  expect(status).toBe(2);
  expect(stderr).toContain(says);
});

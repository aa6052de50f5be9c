/** Chinese between Latin names and numbers: one space at each seam, none where punctuation gives room. */
import { expect, test } from 'vitest';
import { spaced } from '#core/han-spacing.ts';

test.each([
  ['MAML用5 个点', 'MAML 用 5 个点'],
  ['预训练用 5 个点', '预训练用 5 个点'],
  ['误差为0.5，一步后降到−1.2e-3。', '误差为 0.5，一步后降到 −1.2e-3。'],
  ['夹角为75.5°时', '夹角为 75.5° 时'],
  ['（MAML）的θ与αH', '（MAML）的 θ 与 αH'],
  ['TensorFlow.js 运算在 WebGPU 上', 'TensorFlow.js 运算在 WebGPU 上'],
  ['(预测 − y)²', '(预测 − y)²'],
  ['Point at a cell for its error.', 'Point at a cell for its error.'],
])('“%s” is set as “%s”', (text, right) => {
  expect(spaced(text)).toBe(right);
});

test('leaves alone what somebody has named', () => {
  expect(spaced('已删除“run1测试”。')).toBe('已删除“run1测试”。');
});

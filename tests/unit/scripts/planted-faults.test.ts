/** `npm run test:mutations` plants faults in sources as they stand now. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTATIONS } from '../../../scripts/test/planted-faults.ts';

test.each(MUTATIONS)('$file has the text once in which “$what” is planted', ({ file, right, wrong }) => {
  expect(readFileSync(file, 'utf8').split(right)).toHaveLength(2);
  expect(wrong).not.toBe(right);
});

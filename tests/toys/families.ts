/** The registry of families in a build with toys. */
import { FAMILIES as shipped } from '../../src/families/families.ts';
import { line } from './line.ts';

export const FAMILIES = { ...shipped, line };

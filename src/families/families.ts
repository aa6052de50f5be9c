/** The families of tasks, each a folder. The first is meant by settings that name none: files and links older than the second. */
import { characters } from './characters/family.ts';
import { curveFiles } from './curves/family.ts';
import { formulas } from './formula/family.ts';
import { sinusoid } from './sinusoid/family.ts';

/** In the order of every list. */
export const FAMILIES = { sinusoid, characters, formula: formulas, curves: curveFiles };

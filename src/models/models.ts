/** The models, each a file. The first is meant by networks that name none: files, links and sessions older than the second. */
import { cnp } from './cnp.ts';
import { conv } from './conv.ts';
import { metaNet } from './meta-net.ts';
import { mlp } from './mlp.ts';
import { snail } from './snail.ts';

export const MODELS = { mlp, conv, cnp, snail, metaNet };

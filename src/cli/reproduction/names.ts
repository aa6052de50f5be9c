/** What the weights that ship are called in the document. */
import type { SinusoidId } from '#formats/manifest.ts';

/** In the order of its tables. */
export const WEIGHTS_NAMES = {
  pretrained: 'pretrained',
  multiTask: 'multi-task',
  oracle: 'oracle',
  maml: 'MAML, 5-shot',
  maml10: 'MAML, 10-shot',
  maml20: 'MAML, 20-shot',
  mamlPaper: 'MAML, authors’ settings',
  mamlGlorot: 'MAML, the page’s defaults',
  fomaml: 'FOMAML',
  anil: 'ANIL',
  metaSgd: 'Meta-SGD',
  reptile: 'Reptile',
  multiStepLoss: 'multi-step loss',
  imaml: 'iMAML',
  ridgeHead: 'ridge head',
  cavia: 'CAVIA, 10-shot',
  cnp: 'CNP, 10-shot',
  snail: 'SNAIL, 10-shot',
  metaNet: 'MetaNet, 10-shot',
} as const satisfies Readonly<Record<SinusoidId, string>>;

/** Addresses that a visitor may open: good ones, and such as have suffered on their way. */
import type { Dice } from './dice.ts';

const LINKS = [
  'v=1',
  'v=1&shots=8&task=1&step=3&without=pretrained&tab=compare',
  'v=1&amplitudeTo=10&alpha=0.02&innerSteps=3&beta=0.01&seed=4294967295&algorithm=fomaml&initialisation=he&optimiser=sgd&annealing=cosine&layers=64-32&activation=tanh',
  'v=1&sine=-4.5:1.5:0.25&half=left&moved=0:-2.125:3&removed=1,2&added=-1:0.5,-3.25:-2',
  `v=1&drawn=49C${'A'.repeat(160)}`,
  'v=1&with=anil,multiTask&tab=settings&hide=settings,numbers&view=projector&theme=dark&lang=zh',
  'v=1&tab=inside&layers=8&metaBatch=2',
  'v=1&alpha=1&innerSteps=20&tab=train&trainingAlpha=1&trainingSteps=8',
  'v=1&algorithm=metaSgd&layers=4-4-4&activation=sin&noise=1&positions=7',
  'v=2&nothing=known',
];
const VALUES = ['', '-1', '1e99', 'NaN', '0', '999999999', '%', '%00', '<b>', '1:2:3', ','.repeat(20), 'ü'];

function mutated(dice: Dice, link: string): string {
  const at = dice.below(link.length + 1);
  switch (dice.below(4)) {
    case 0:
      return link.slice(0, at) + link.slice(at + 1 + dice.below(6));
    case 1:
      return link.slice(0, at) + dice.oneOf(VALUES) + link.slice(at);
    case 2:
      return link.slice(0, at) + String.fromCharCode(33 + dice.below(90)) + link.slice(at + 1);
    default:
      return link.replace(/=[^&]*(?=&|$)/, `=${dice.oneOf(VALUES)}`);
  }
}

export function anyLink(dice: Dice): string {
  let link = dice.oneOf(LINKS);
  if (dice.happens(0.5)) for (let times = 1 + dice.below(3); times > 0; times--) link = mutated(dice, link);
  return link;
}

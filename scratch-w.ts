import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { openLab } from './scripts/claims/lab.ts';
const lab = await openLab();
const ALG = ['maml','fomaml','anil','imaml'] as const;
for (const n of [1,5]) {
const W=[40,80,160,320];
const all = W.flatMap(w => ALG.map(algorithm => ({ algorithm, trainingSteps:n, architecture: {...PAPER_ARCHITECTURE, layerSizes:[1,w,w,1]} })));
const t = await lab.stepTimes(all);
W.forEach((w,i)=>console.log(n,w, t.slice(4*i,4*i+4).map(x=>x.toFixed(2)).join(' '), t.slice(4*i,4*i+4).map(x=>(x/t[4*i]!).toFixed(2)).join(' ')));
}

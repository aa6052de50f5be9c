/** Inner learning rates of layers: `schedules/schedule.ts` states the mathematics. */
import { dotWide, put } from './lanes';
import { layers, parameters, weightsOf } from './network';

/** Numbers of a layer; all of them stand one after the other. */
function sizeOf(layer: i32): i32 {
  const end = layer + 1 == layers ? <usize>parameters << 2 : weightsOf(layer + 1);
  return <i32>((end - weightsOf(layer)) >> 2);
}

function rateOf(rates: usize, layer: i32): f32 {
  return load<f32>(rates + (<usize>layer << 2));
}

/** to = base − ρ g, ρ being each layer's own. */
export function descendLayers(to: usize, base: usize, rates: usize, gradient: usize): void {
  for (let layer = 0; layer < layers; layer++) {
    const rate = f32x4.splat(rateOf(rates, layer));
    const size = sizeOf(layer);
    for (let i = 0; i < size; i += 4) {
      const at = weightsOf(layer) + (<usize>i << 2);
      const stride = f32x4.mul(rate, v128.load(gradient + at));
      put(to + at, f32x4.sub(v128.load(base + at), stride), size - i);
    }
  }
}

/** along = ρ v, and a number for each layer at `sums` −= Σ g ∘ v. */
export function scaleLayers(
  along: usize,
  direction: usize,
  rates: usize,
  gradient: usize,
  sums: usize,
): void {
  for (let layer = 0; layer < layers; layer++) {
    const rate = f32x4.splat(rateOf(rates, layer));
    const size = sizeOf(layer);
    const first = weightsOf(layer);
    for (let i = 0; i < size; i += 4) {
      const at = first + (<usize>i << 2);
      put(along + at, f32x4.mul(rate, v128.load(direction + at)), size - i);
    }
    const sum = sums + (<usize>layer << 2);
    const asked = dotWide(gradient + first, direction + first, size);
    store<f32>(sum, <f32>(<f64>load<f32>(sum) - asked));
  }
}

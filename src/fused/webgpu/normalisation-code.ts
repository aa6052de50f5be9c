/**
 * Layer normalisation of pictures [pictures, places, channels], in WGSL; fused/wasm/assembly/normalisation.ts states the mathematics
 * and the letters. All invocations go over a picture together. Two numbers a picture are kept at `moments`: r and m, of R{record} s.
 */
import { NORMALISATION_EPSILON, type Normalisation } from '#models/conv.ts';

/** Those that look at each picture by itself: what several share would tie the invocations of all of them together. */
export const GPU_NORMALISATIONS: ReadonlySet<Normalisation> = new Set(['none', 'layer']);

/** Opens a loop over a picture's numbers `at`, each of a `channel`. */
function overPicture(invocations: number, body: string): string {
  return `{
      var channel = invocation % channels;
      for (var i = invocation; i < count; i += ${invocations}u) {
        let at = picture * count + i;
        ${body}
        channel += ${invocations}u % channels;
        channel = select(channel, channel - channels, channel >= channels);
      }
    }`;
}

/** Functions at the top of the kernel. */
export function normalisationFunctions(invocations: number): string {
  const over = (body: string) => overPicture(invocations, body);
  const everyPicture = 'for (var picture = 0u; picture < pictures; picture++)';
  return `
/** z at \`units\` becomes u; leaves x̂ at \`even\`. */
fn normalise(
  pictures : u32, places : u32, channels : u32, scales : u32, shifts : u32, units : u32, even : u32, moments : u32,
  invocation : u32
) {
  let count = places * channels;
  ${everyPicture} {
    var sum = 0.0;
    ${over('sum += memory[units + at];')}
    let mean = total(sum, invocation) / f32(count);
    var squares = 0.0;
    ${over('let away = memory[units + at] - mean; squares += away * away;')}
    let inverse = 1.0 / sqrt(total(squares, invocation) / f32(count) + ${NORMALISATION_EPSILON});
    ${over(`
        let value = (memory[units + at] - mean) * inverse;
        memory[even + at] = value;
        memory[units + at] = memory[scales + channel] * value + memory[shifts + channel];`)}
    if (invocation == 0u) { memory[moments + 2u * picture] = inverse; }
  }
  storageBarrier();
}

/** δu at \`deltas\` becomes δz; leaves δu at \`raised\`. */
fn normaliseBack(
  pictures : u32, places : u32, channels : u32, scales : u32, deltas : u32, even : u32, raised : u32, moments : u32,
  invocation : u32
) {
  let count = places * channels;
  ${everyPicture} {
    var sum = 0.0;
    var product = 0.0;
    ${over(`
        let delta = memory[deltas + at];
        memory[raised + at] = delta;
        let d = memory[scales + channel] * delta;
        sum += d;
        product += d * memory[even + at];`)}
    let mean = total(sum, invocation) / f32(count);
    let along = total(product, invocation) / f32(count);
    let inverse = memory[moments + 2u * picture];
    ${over(`
        let d = memory[scales + channel] * memory[raised + at];
        memory[deltas + at] = inverse * (d - mean - memory[even + at] * along);`)}
    if (invocation == 0u) { memory[moments + 2u * picture + 1u] = along; }
  }
  storageBarrier();
}

/** R{z} at \`changes\` becomes R{u}, with R{γ} and R{β}; leaves R{x̂} at \`changedEven\`. */
fn changeNormalised(
  pictures : u32, places : u32, channels : u32, scales : u32, changedScales : u32, changedShifts : u32, changes : u32,
  even : u32, moments : u32, changedEven : u32, changedMoments : u32, invocation : u32
) {
  let count = places * channels;
  ${everyPicture} {
    var sum = 0.0;
    var product = 0.0;
    ${over('sum += memory[changes + at]; product += memory[changes + at] * memory[even + at];')}
    let mean = total(sum, invocation) / f32(count);
    let along = total(product, invocation) / f32(count);
    let inverse = memory[moments + 2u * picture];
    ${over(`
        let value = memory[even + at];
        let changed = inverse * (memory[changes + at] - mean - value * along);
        memory[changedEven + at] = changed;
        let scaled = memory[changedScales + channel] * value + memory[scales + channel] * changed;
        memory[changes + at] = scaled + memory[changedShifts + channel];`)}
    if (invocation == 0u) { memory[changedMoments + 2u * picture] = along; }
  }
  storageBarrier();
}

/** R{δu} at \`changes\` becomes R{δz}; leaves R{δu} at \`changedRaised\`. */
fn changeNormalisedBack(
  pictures : u32, places : u32, channels : u32, scales : u32, changedScales : u32, changes : u32, deltas : u32,
  raised : u32, even : u32, moments : u32, changedRaised : u32, changedEven : u32, changedMoments : u32, invocation : u32
) {
  let count = places * channels;
  ${everyPicture} {
    var sum = 0.0;
    var product = 0.0;
    ${over(`
        let change = memory[changes + at];
        memory[changedRaised + at] = change;
        let d = memory[scales + channel] * memory[raised + at];
        let changed = memory[scales + channel] * change + memory[changedScales + channel] * memory[raised + at];
        memory[changes + at] = changed;
        sum += changed;
        product += changed * memory[even + at] + d * memory[changedEven + at];`)}
    let mean = total(sum, invocation) / f32(count);
    let changedAlong = total(product, invocation) / f32(count);
    let inverse = memory[moments + 2u * picture];
    let along = memory[moments + 2u * picture + 1u];
    let shrinking = inverse * memory[changedMoments + 2u * picture];
    ${over(`
        let rest = memory[changes + at] - mean - memory[changedEven + at] * along - memory[even + at] * changedAlong;
        memory[changes + at] = inverse * rest - shrinking * memory[deltas + at];`)}
  }
  storageBarrier();
}`;
}

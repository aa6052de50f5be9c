/** The network of a schedule, as fused/wasm/words.ts writes it down, and the room to transpose its weights in. */

declare const NETWORK_WORDS: i32;
declare const LAYER_WORDS: i32;

let network: usize = 0;
/** Room for two transposed weight matrices. */
export let transposed: usize = 0;
export let transposedToo: usize = 0;

export let layers: i32 = 0;
export let activation: i32 = 0;
export let parameters: i32 = 0;
/** Offsets of a record's parts, in numbers for each point. */
export let slopesPart: i32 = 0;
export let curvaturesPart: i32 = 0;
export let deltasPart: i32 = 0;
/** Of convolutions: what their kernels cover. */
export let patchesPart: i32 = 0;
/** Of normalisations: even numbers, the δ of what they become, and their moments, 1/deviation and a mean. */
export let evenPart: i32 = 0;
export let raisedPart: i32 = 0;
export let momentsPart: i32 = 0;
export let loss: i32 = 0;

export function read(words: usize, room: usize, roomToo: usize): void {
  network = words;
  transposed = room;
  transposedToo = roomToo;
  layers = load<i32>(words);
  activation = load<i32>(words, 4);
  parameters = load<i32>(words, 8);
  slopesPart = load<i32>(words, 12);
  curvaturesPart = load<i32>(words, 16);
  deltasPart = load<i32>(words, 20);
  patchesPart = load<i32>(words, 24);
  evenPart = load<i32>(words, 28);
  raisedPart = load<i32>(words, 32);
  momentsPart = load<i32>(words, 36);
  loss = load<i32>(words, 40);
}

@inline
function layerWord(layer: i32, word: i32): i32 {
  return load<i32>(network + (<usize>(NETWORK_WORDS + layer * LAYER_WORDS + word) << 2));
}

export function inputsOf(layer: i32): i32 {
  return layerWord(layer, 0);
}

export function outputsOf(layer: i32): i32 {
  return layerWord(layer, 1);
}

/** Bytes from a vector of parameters to the layer's weights, [outputs, inputs]. */
export function weightsOf(layer: i32): usize {
  return <usize>layerWord(layer, 2) << 2;
}

export function biasOf(layer: i32): usize {
  return <usize>layerWord(layer, 3) << 2;
}

/** Units of the layers before, in numbers for each point. */
export function unitsBefore(layer: i32): i32 {
  return layerWord(layer, 4);
}

/** Rows of a product that a point has: places of a convolution's kernel, or one. */
export function placesOf(layer: i32): i32 {
  return layerWord(layer, 5);
}

/** Numbers of the patches of the layers before, for each point. */
export function patchesBefore(layer: i32): i32 {
  return layerWord(layer, 6);
}

/** Channels, height and width of the pictures that a convolution sees, and how wide they leave it; no channels elsewhere. */
export function channelsOf(layer: i32): i32 {
  return layerWord(layer, 7);
}

export function heightOf(layer: i32): i32 {
  return layerWord(layer, 8);
}

export function widthOf(layer: i32): i32 {
  return layerWord(layer, 9);
}

export function widthAfter(layer: i32): i32 {
  return layerWord(layer, 10);
}

// As fused/wasm/words.ts numbers them.
const JOINTLY: i32 = 2;

/** Whether a normalisation follows, whose scales and then shifts lie behind the bias. */
export function isNormalised(layer: i32): bool {
  return layerWord(layer, 11) != 0;
}

/** Whether it is by channel over several pictures. */
export function isJoint(layer: i32): bool {
  return layerWord(layer, 11) == JOINTLY;
}

/** Moments of the layers before, in numbers for each point. */
export function momentsBefore(layer: i32): i32 {
  return layerWord(layer, 12);
}

export function scalesOf(layer: i32): usize {
  return biasOf(layer) + (<usize>outputsOf(layer) << 2);
}

export function shiftsOf(layer: i32): usize {
  return scalesOf(layer) + (<usize>outputsOf(layer) << 2);
}

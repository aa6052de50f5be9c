/**
 * Matrix products and sums of small tensors for the WebGPU backend.
 *
 * TensorFlow.js spends a workgroup with barriers on every sum and every small product, which costs more
 * than the arithmetic: 20 to 70 ms each on an emulated adapter. Here one invocation owns a 4×4 tile of
 * the product, or one sum, and needs no barrier. Large tensors still go to the original kernels.
 */
import {
  getKernel,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];
type KernelCall = Parameters<KernelConfig['kernelFunc']>[0];

const TILE = 4;
const WORKGROUP = 64;
const LARGEST_INNER = 512;
const LARGEST_SIDE = 512;
const LONGEST_SUM = 4096;
const MOST_WORKGROUPS = 65_535;

/** One invocation for each of `invocations`, in a flat dispatch over an output of this shape. */
function flatProgram(
  shaderKey: string,
  variableNames: string[],
  outputShape: number[],
  invocations: number,
  uniforms: string,
  userCode: string,
): Program {
  return {
    shaderKey,
    variableNames,
    outputShape,
    uniforms,
    workgroupSize: [WORKGROUP, 1, 1],
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [Math.ceil(invocations / WORKGROUP), 1, 1],
    getUserCode: () => userCode,
  };
}

function productCode(transposeA: boolean, transposeB: boolean): string {
  const left = transposeA ? 'k * uniforms.rows + row' : 'row * uniforms.inner + k';
  const right = transposeB ? 'column * uniforms.inner + k' : 'k * uniforms.columns + column';
  return `
    fn main(index : i32) {
      let acrossTiles = (uniforms.columns + ${TILE - 1}) / ${TILE};
      let downTiles = (uniforms.rows + ${TILE - 1}) / ${TILE};
      if (index >= acrossTiles * downTiles * uniforms.batch) { return; }
      let batch = index / (acrossTiles * downTiles);
      let firstRow = (index / acrossTiles) % downTiles * ${TILE};
      let firstColumn = index % acrossTiles * ${TILE};
      let startA = batch * uniforms.rows * uniforms.inner;
      let startB = batch * uniforms.inner * uniforms.columns;
      var tile : array<vec4<f32>, ${TILE}>;
      for (var k = 0; k < uniforms.inner; k++) {
        var across : vec4<f32>;
        for (var j = 0; j < ${TILE}; j++) {
          let column = min(firstColumn + j, uniforms.columns - 1);
          across[j] = B[startB + ${right}];
        }
        for (var i = 0; i < ${TILE}; i++) {
          let row = min(firstRow + i, uniforms.rows - 1);
          tile[i] += A[startA + ${left}] * across;
        }
      }
      let startOut = batch * uniforms.rows * uniforms.columns;
      for (var i = 0; i < min(${TILE}, uniforms.rows - firstRow); i++) {
        for (var j = 0; j < min(${TILE}, uniforms.columns - firstColumn); j++) {
          result[startOut + (firstRow + i) * uniforms.columns + firstColumn + j] = tile[i][j];
        }
      }
    }`;
}

const SUM_CODE = `
  fn main(index : i32) {
    if (index >= uniforms.outputs) { return; }
    let start = index / uniforms.stride * uniforms.length * uniforms.stride + index % uniforms.stride;
    var total = 0.0;
    for (var k = 0; k < uniforms.length; k++) {
      total += A[start + k * uniforms.stride];
    }
    result[index] = total * uniforms.factor;
  }`;

/** One uniform each: the backend aligns an array as it would a vector. */
function scalars(type: 'int32' | 'float32', values: number[]) {
  return values.map((value) => ({ type, data: [value] }));
}

function backendOf(call: KernelCall): WebGPUBackend {
  if (call.backend instanceof WebGPUBackend) return call.backend;
  throw new Error('Expected the WebGPU backend.');
}

function input(call: KernelCall, name: string): TensorInfo {
  const tensor = call.inputs[name];
  if (tensor === undefined) throw new Error(`Expected an input named ${name}.`);
  return tensor;
}

/** The product of two equally long batches of small matrices, or `null` if it is another case. */
function smallProduct(call: KernelCall): TensorInfo | null {
  const [a, b] = [input(call, 'a'), input(call, 'b')];
  const transposeA = call.attrs?.['transposeA'] === true;
  const transposeB = call.attrs?.['transposeB'] === true;
  const [batch, ...left] = a.shape;
  const [batchB, ...right] = b.shape;
  const [rows, inner] = transposeA ? left.toReversed() : left;
  const columns = transposeB ? right[0] : right[1];
  if (a.shape.length !== 3 || b.shape.length !== 3 || batch === undefined || batch !== batchB) return null;
  if (rows === undefined || inner === undefined || columns === undefined) return null;
  if (inner > LARGEST_INNER || Math.max(rows, columns) > LARGEST_SIDE) return null;
  const tiles = batch * Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
  if (tiles === 0 || inner === 0 || tiles > MOST_WORKGROUPS * WORKGROUP) return null;
  const program = flatProgram(
    `smallProduct_${transposeA}_${transposeB}`,
    ['A', 'B'],
    [batch, rows, columns],
    tiles,
    'batch : i32, rows : i32, inner : i32, columns : i32,',
    productCode(transposeA, transposeB),
  );
  const uniforms = scalars('int32', [batch, rows, inner, columns]);
  return backendOf(call).runWebGPUProgram(program, [a, b], 'float32', uniforms);
}

function reducedAxes(call: KernelCall, shape: number[]): number[] {
  const axis: unknown = call.attrs?.['axis'];
  const isAxis = (value: unknown): value is number => typeof value === 'number';
  const given = Array.isArray(axis) ? axis.filter(isAxis) : isAxis(axis) ? [axis] : shape.map((_, at) => at);
  return util.parseAxisParam(given, shape).toSorted((a, b) => a - b);
}

/** The sum over neighbouring axes of a small tensor, or `null` if it is another case. */
function smallSum(call: KernelCall, isMean: boolean): TensorInfo | null {
  const x = input(call, 'x');
  const axes = reducedAxes(call, x.shape);
  const [first, last] = [axes[0], axes.at(-1)];
  if (first === undefined || last === undefined || last - first + 1 !== axes.length) return null;
  if (x.dtype !== 'float32' || backendOf(call).shouldExecuteOnCPU([x])) return null;
  const length = util.sizeFromShape(x.shape.slice(first, last + 1));
  const stride = util.sizeFromShape(x.shape.slice(last + 1));
  const outputs = util.sizeFromShape(x.shape.slice(0, first)) * stride;
  if (length === 0 || outputs === 0 || length > LONGEST_SUM || outputs > MOST_WORKGROUPS * WORKGROUP)
    return null;
  const keepDims = call.attrs?.['keepDims'] === true;
  const shape = x.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
  const program = flatProgram(
    'smallSum',
    ['A'],
    shape,
    outputs,
    'outputs : i32, length : i32, stride : i32, factor : f32,',
    SUM_CODE,
  );
  const uniforms = [
    ...scalars('int32', [outputs, length, stride]),
    ...scalars('float32', [isMean ? 1 / length : 1]),
  ];
  return backendOf(call).runWebGPUProgram(program, [x], 'float32', uniforms);
}

function prefer(kernelName: string, small: (call: KernelCall) => TensorInfo | null): void {
  const original = getKernel(kernelName, 'webgpu');
  unregisterKernel(kernelName, 'webgpu');
  registerKernel({
    ...original,
    kernelName,
    backendName: 'webgpu',
    kernelFunc: (call) => small(call) ?? original.kernelFunc(call),
  });
}

let registered = false;

/** Puts the small kernels before TensorFlow.js's own, once. */
export function registerSmallKernels(): void {
  if (registered) return;
  registered = true;
  prefer('BatchMatMul', smallProduct);
  prefer('Sum', (call) => smallSum(call, false));
  prefer('Mean', (call) => smallSum(call, true));
}

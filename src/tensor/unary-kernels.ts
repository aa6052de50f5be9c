/**
 * Elementwise operations that TensorFlow.js computes wrongly, on our own terms.
 *
 * - Sine and cosine are inaccurate on both GPU backends: `core/shader-sine.ts` has the accurate ones.
 * - The WebGL sigmoid writes σ(0) = ½ beside the edge of tensors with odd sizes, where its matrix product expects
 *   zeros: gradients of a layer of 13 units were off by some percent. One value a texel has no such edge.
 */
import { type KernelConfig, registerKernel, type TensorInfo, unregisterKernel, util } from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { sineCode } from '#core/shader-sine.ts';

type KernelCall = Parameters<KernelConfig['kernelFunc']>[0];

function inputOf(call: KernelCall): TensorInfo {
  const x = call.inputs['x'];
  if (x === undefined) throw new Error('Expected an input named x.');
  return x;
}

const WORKGROUP = 64;

/** `code` puts the value of the variable `x` into the variable `value`. */
function webGpuKernel(kernelName: string, code: string): KernelConfig {
  const userCode = `
    fn main(index : i32) {
      if (index >= uniforms.size) { return; }
      let x = A[index];
      ${code}
      result[index] = value;
    }`;
  return {
    kernelName,
    backendName: 'webgpu',
    kernelFunc: (call) => {
      const x = inputOf(call);
      if (!(call.backend instanceof WebGPUBackend)) throw new Error('Expected the WebGPU backend.');
      const groups = Math.ceil(util.sizeFromShape(x.shape) / WORKGROUP);
      return call.backend.runWebGPUProgram(
        {
          shaderKey: kernelName,
          variableNames: ['A'],
          outputShape: x.shape,
          size: true,
          workgroupSize: [WORKGROUP, 1, 1],
          dispatchLayout: { x: x.shape.map((_, axis) => axis) },
          dispatch: [groups, 1, 1],
          getUserCode: () => userCode,
        },
        [x],
        'float32',
      );
    },
  };
}

interface WebGlProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
}

/** The one method used of the WebGL backend, whose class TensorFlow.js does not export. */
interface WebGlRunner {
  compileAndRun(program: WebGlProgram, inputs: TensorInfo[], outputDtype: 'float32'): TensorInfo;
}

function isWebGlRunner(backend: unknown): backend is WebGlRunner {
  return typeof backend === 'object' && backend !== null && 'compileAndRun' in backend;
}

function webGlKernel(kernelName: string, code: string): KernelConfig {
  const userCode = `
    void main() {
      float x = getXAtOutCoords();
      ${code}
      setOutput(value);
    }`;
  return {
    kernelName,
    backendName: 'webgl',
    kernelFunc: (call) => {
      const x = inputOf(call);
      if (!isWebGlRunner(call.backend)) throw new Error('Expected the WebGL backend.');
      return call.backend.compileAndRun(
        { variableNames: ['X'], outputShape: x.shape, userCode },
        [x],
        'float32',
      );
    },
  };
}

let registered = false;

/** Puts these kernels in place of TensorFlow.js's own, once. */
export function registerUnaryKernels(): void {
  if (registered) return;
  registered = true;
  const kernels = [
    webGpuKernel('Sin', sineCode('wgsl', 0)),
    webGpuKernel('Cos', sineCode('wgsl', 1)),
    webGlKernel('Sin', sineCode('glsl', 0)),
    webGlKernel('Cos', sineCode('glsl', 1)),
    webGlKernel('Sigmoid', 'float value = 1.0 / (1.0 + exp(-x));'),
  ];
  for (const kernel of kernels) {
    unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}

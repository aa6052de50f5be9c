/**
 * Sine and cosine to float32 accuracy on the GPU.
 *
 * WGSL and GLSL leave `sin` inaccurate (2⁻¹¹ absolute within [−π, π], nothing promised outside), which moves
 * a meta-gradient by 1e-4. Here: reduction by quarter turns in three parts (Cody & Waite 1980) and
 * Cephes's minimax polynomials (sinf.c).
 */
import { type KernelConfig, registerKernel, type TensorInfo, unregisterKernel, util } from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

type ShaderLanguage = 'wgsl' | 'glsl';
type KernelCall = Parameters<KernelConfig['kernelFunc']>[0];

/** sin(x + quarterTurns·π/2) of the variable `x`, into the variable `value`. */
function sineCode(language: ShaderLanguage, quarterTurns: 0 | 1): string {
  const float = language === 'wgsl' ? 'let' : 'float';
  const pick = (condition: string, yes: string, no: string) =>
    language === 'wgsl' ? `select(${no}, ${yes}, ${condition})` : `(${condition} ? ${yes} : ${no})`;
  return `
    ${float} turns = floor(x * 0.6366197723675814 + 0.5);
    ${float} r = ((x - turns * 1.5703125) - turns * 4.837512969970703125e-4) - turns * 7.54978995489188216e-8;
    ${float} z = r * r;
    ${float} sine = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
    ${float} cosine = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z
      - 0.5 * z + 1.0;
    ${float} shifted = turns + ${quarterTurns}.0;
    ${float} quadrant = shifted - 4.0 * floor(shifted / 4.0);
    ${float} magnitude = ${pick('quadrant == 1.0 || quadrant == 3.0', 'cosine', 'sine')};
    ${float} value = ${pick('quadrant >= 2.0', '-magnitude', 'magnitude')};`;
}

function inputOf(call: KernelCall): TensorInfo {
  const x = call.inputs['x'];
  if (x === undefined) throw new Error('Expected an input named x.');
  return x;
}

const WORKGROUP = 64;

function webGpuKernel(kernelName: string, quarterTurns: 0 | 1): KernelConfig {
  const userCode = `
    fn main(index : i32) {
      if (index >= uniforms.size) { return; }
      let x = A[index];
      ${sineCode('wgsl', quarterTurns)}
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

function webGlKernel(kernelName: string, quarterTurns: 0 | 1): KernelConfig {
  const userCode = `
    void main() {
      float x = getXAtOutCoords();
      ${sineCode('glsl', quarterTurns)}
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

/** Replaces sine and cosine on both GPU backends, once. */
export function registerSineKernels(): void {
  if (registered) return;
  registered = true;
  for (const kernelOf of [webGpuKernel, webGlKernel]) {
    for (const kernel of [kernelOf('Sin', 0), kernelOf('Cos', 1)]) {
      unregisterKernel(kernel.kernelName, kernel.backendName);
      registerKernel(kernel);
    }
  }
}

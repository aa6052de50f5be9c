/** Lines for what runs a whole model: ONNX Runtime and TensorFlow.js. */
import { inputSize } from '#models/architecture.ts';
import { namesClasses, TASK_COMMENT, TASK_FILE } from './pictures.ts';
import { readsPoints } from './remembering.ts';
import type { WeightsFile } from '../weights-file.ts';
import { type CodeRequest, exampleInput, numberList, program } from './request.ts';

/** The support points on screen, for a network that reads them. */
function supportLines({ weights, innerLoop: { support } }: CodeRequest): string | null {
  if (!readsPoints(weights.network.architecture)) return null;
  const column = (values: Float32Array) =>
    `np.array([${numberList(values, '    ')}], np.float32).reshape(-1, 1)`;
  return `# The support points on the page.
support = {
    "support_x": ${column(support.x)},
    "support_y": ${column(support.y)},
}`;
}

/** Which class each query picture of the task on screen is taken for, before any step. */
function onnxRuntimeOfPictures({ file }: CodeRequest): string {
  return program([
    'import numpy as np\nimport onnxruntime as ort',
    `${TASK_COMMENT}\ntask = np.load("${TASK_FILE}")`,
    `session = ort.InferenceSession("${file}")
(y,) = session.run(["y"], {"x": task["query_x"]})
print(y.argmax(1))`,
  ]);
}

/** A program for Python. */
export function onnxRuntimeCode(request: CodeRequest): string {
  if (namesClasses(request.weights)) return onnxRuntimeOfPictures(request);
  const { row, comment } = exampleInput(request.weights);
  const support = supportLines(request);
  const more = support === null ? '' : ', **support';
  return program([
    'import numpy as np\nimport onnxruntime as ort',
    support,
    `session = ort.InferenceSession("${request.file}")
(y,) = session.run(["y"], {"x": np.array(${row}, np.float32)${more}})${comment}
print(y)`,
  ]);
}

/** Which class a drawing on a canvas is taken for. */
function drawingLines({ network: { architecture } }: WeightsFile): string {
  const pixels = inputSize(architecture);
  const side = Math.sqrt(pixels);
  return `// A canvas of ${side} × ${side} pixels, dark on white; the network takes rows of pixels, ink being 1 and paper 0.
const drawing = tf.browser.fromPixels(document.querySelector('canvas'), 1);
const ink = tf.sub(1, drawing.toFloat().div(255)).reshape([1, ${pixels}]);
model.predict(ink).argMax(1).print();`;
}

/** A module for a page, or for Node with a server beside it. */
export function tensorflowCode({ weights, file }: CodeRequest): string {
  const opening = `// ${file} holds model.json and weights.bin: unpack both beside your page.
import * as tf from '@tensorflow/tfjs';`;
  const loading = `const model = await tf.loadLayersModel('./model.json');`;
  if (namesClasses(weights)) return program([opening, `${loading}\n${drawingLines(weights)}`]);
  const { row, comment } = exampleInput(weights);
  return program([
    opening,
    `${loading}
model.predict(tf.tensor2d(${row})).print();${comment.replace('#', '//')}`,
  ]);
}

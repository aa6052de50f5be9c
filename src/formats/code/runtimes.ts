/** Lines for what runs a whole model: ONNX Runtime and TensorFlow.js. */
import { type CodeRequest, exampleInput, program } from './request.ts';

/** A program for Python. */
export function onnxRuntimeCode({ weights, file }: CodeRequest): string {
  const { row, comment } = exampleInput(weights);
  return program([
    'import numpy as np\nimport onnxruntime as ort',
    `session = ort.InferenceSession("${file}")
(y,) = session.run(["y"], {"x": np.array(${row}, np.float32)})${comment}
print(y)`,
  ]);
}

/** A module for a page, or for Node with a server beside it. */
export function tensorflowCode({ weights, file }: CodeRequest): string {
  const { row, comment } = exampleInput(weights);
  return program([
    `// ${file} holds model.json and weights.bin: unpack both beside your page.
import * as tf from '@tensorflow/tfjs';`,
    `const model = await tf.loadLayersModel('./model.json');
model.predict(tf.tensor2d(${row})).print();${comment.replace('#', '//')}`,
  ]);
}

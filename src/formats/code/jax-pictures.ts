/** Lines of JAX for networks that name classes: pictures through convolutions or a perceptron, judged by cross-entropy. */
import type { Architecture } from '#models/architecture.ts';
import { blocksOf, type Conv, KERNEL, modulesOfBlock, NORMALISATION_EPSILON } from '#models/conv.ts';
import { shapeOfPicture, TASK_COMMENT, TASK_FILE } from './pictures.ts';

const CONVOLVED = `def convolved(state, module, x):
    steps, padding = (${KERNEL.stride}, ${KERNEL.stride}), ((${KERNEL.padding}, ${KERNEL.padding}), (${KERNEL.padding}, ${KERNEL.padding}))
    x = jax.lax.conv_general_dilated(x, state[f"{module}.weight"], steps, padding)
    return x + state[f"{module}.bias"][:, None, None]`;

/** Over channels and places of a picture, or pictures and places of a channel, with a scale and a shift for each channel. */
const normalisedOver = (axes: string) => `def normalised(state, module, x):
    mean, variance = x.mean(${axes}, keepdims=True), x.var(${axes}, keepdims=True)
    x = (x - mean) / jnp.sqrt(variance + ${NORMALISATION_EPSILON})
    return x * state[f"{module}.weight"][:, None, None] + state[f"{module}.bias"][:, None, None]`;

/** `predict` of pictures [count, channels, height, width]; `activation` is that of x. */
export function jaxConvolution(spec: Conv, activation: string): string {
  const isNormalised = spec.normalisation !== 'none';
  const modules = modulesOfBlock(spec);
  const blocks = blocksOf(spec).length;
  const normal = isNormalised ? '\n        x = normalised(state, block + 1, x)' : '';
  return `${CONVOLVED}

${isNormalised ? `\n${normalisedOver(spec.normalisation === 'batch' ? '(0, 2, 3)' : '(1, 2, 3)')}\n\n` : ''}
def predict(state, x):
    for block in range(0, ${modules * blocks}, ${modules}):
        x = convolved(state, block, x)${normal}
        x = ${activation}
    x = x.reshape(len(x), -1)
    return x @ state["${modules * blocks + 1}.weight"].T + state["${modules * blocks + 1}.bias"]`;
}

/** The task on screen, and the loss of its support pictures. */
export function jaxPictures(architecture: Architecture): string {
  const shape = shapeOfPicture(architecture).join(', ');
  return `${TASK_COMMENT}
task = np.load("${TASK_FILE}")
x, x_query = (jnp.asarray(task[name]).reshape(-1, ${shape}) for name in ("support_x", "query_x"))
y, y_query = jnp.asarray(task["support_y"]), task["query_y"].argmax(1)


def loss(parameters):
    return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(predict(parameters, x)), axis=1))


def told(parameters):
    accuracy = (predict(parameters, x_query).argmax(1) == y_query).mean()
    return f"query accuracy {accuracy:.4g}, support cross-entropy {loss(parameters):.4g}"


`;
}

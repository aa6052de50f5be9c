/** What writes multilayer perceptrons only: the formats of other programs, and lines of code. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { describeArchitecture, isMlp, type Network } from '#models/architecture.ts';
import type { Mlp } from '#models/mlp.ts';

/** @throws PlaygroundError `input-invalid` for a network of another model. */
export function perceptronOf({ architecture }: Network, format: Words): Mlp {
  if (isMlp(architecture)) return architecture;
  const found = describeArchitecture(architecture);
  throw new PlaygroundError(
    'input-invalid',
    said`Expected a multilayer perceptron for ${format}, found ${found}.`,
  );
}

/** The list of trained weights that ship with the page: public/weights/manifest.json. */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingAlgorithm } from '#core/settings.ts';

/** Whose weights ship with the page. */
export const SHIPPED_ALGORITHMS = ['maml', 'pretrained'] as const satisfies readonly TrainingAlgorithm[];

const manifestSchema = v.object({
  version: v.literal(1),
  weights: v.array(
    v.object({
      algorithm: v.picklist(SHIPPED_ALGORITHMS),
      file: v.pipe(v.string(), v.regex(/^[a-z0-9-]+\.safetensors$/)),
      iteration: v.number(),
      /** The command that trains them again. */
      command: v.string(),
    }),
  ),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

/** @throws PlaygroundError `weights-file-damaged` naming the entry. */
export function readManifest(value: unknown): Manifest {
  const parsed = v.safeParse(manifestSchema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new PlaygroundError(
    'weights-file-damaged',
    `Weights manifest, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}.`,
  );
}

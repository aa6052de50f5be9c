/** The lines of PyTorch as a Jupyter notebook (nbformat 4.4): a cell for each part, to be run from above to below. */
import { pytorchParts } from './pytorch.ts';
import { type CodeRequest, movingOf, unitsText } from './request.ts';

/** Lines as notebooks keep them: each with its end but the last. */
function source(text: string): string[] {
  const lines = text.trim().split('\n');
  return lines.map((line, at) => (at === lines.length - 1 ? line : `${line}\n`));
}

const codeCell = (text: string) => ({
  cell_type: 'code',
  execution_count: null,
  metadata: {},
  outputs: [],
  source: source(text),
});

function heading({ weights, file, innerLoop: { steps } }: CodeRequest): string {
  const { origin, iteration } = weights.details;
  const units = unitsText(weights);
  const moving = movingOf(weights);
  const last = moving === 'solvedHead' ? 1 : steps;
  const what = moving === 'context' ? "the errors of the page's table" : "what the page's table has";
  return `# ${origin}, ${iteration} meta-steps, on one task

From the MAML Playground. Put \`${file}\` beside this notebook and run all cells: the last prints ${what} for the shown task, from step 0 to step ${last}.${units === null ? '' : ` ${units}`}`;
}

/** The notebook's JSON. */
export function notebook(request: CodeRequest): string {
  const parts = pytorchParts(request).flatMap((part) => (part === null || part === '' ? [] : [part]));
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: source(heading(request)) },
    ...parts.map(codeCell),
  ];
  const metadata = {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python' },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }, null, 1)}\n`;
}

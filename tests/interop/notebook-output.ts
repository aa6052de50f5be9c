/** A notebook is run as its reader would: all cells of code, from above to below. */
import { runPython, TORCH } from './python.ts';

/** What the cells print, run in a folder. */
export function notebookOutput(text: string, folder: string): string {
  const { cells }: { cells: { cell_type: string; source: string[] }[] } = JSON.parse(text);
  const code = cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => source.join(''));
  return runPython(TORCH, code.join('\n\n'), folder);
}

/** A worker that reads one file of curves, so that the page does not wait for its hundred thousand lines. */
import { digestOf } from '#core/digest.ts';
import { type ErrorReport, reportOf } from '#core/errors.ts';
import type { CurveFile } from '#families/curves/curve-file.ts';
import { badInput } from '#formats/bad-input.ts';
import { decodedText } from '#formats/text.ts';
import { said } from '#core/saying.ts';
import { readCurves } from '#formats/curves-file.ts';

export interface CurvesAsked {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** What the worker tells: the curves with the text that they were, or why there are none. */
export type CurvesNews =
  | { readonly kind: 'read'; readonly text: string; readonly file: CurveFile }
  | { readonly kind: 'refused'; readonly report: ErrorReport };

const tell = (news: CurvesNews) => postMessage(news);

async function read({ name, bytes }: CurvesAsked): Promise<void> {
  try {
    const text = decodedText(new Uint8Array(bytes));
    if (text === null) throw badInput(name, said`text`, said`other bytes`);
    tell({ kind: 'read', text, file: readCurves(text, name, await digestOf(bytes)) });
  } catch (error) {
    tell({ kind: 'refused', report: reportOf(error) });
  }
}

addEventListener('message', ({ data }: MessageEvent<CurvesAsked>) => void read(data));

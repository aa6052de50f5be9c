/** A worker that reads one zip of pictures, so that the page does not wait for its thousands. */
import { digestOf } from '#core/digest.ts';
import { reportOf } from '#core/errors.ts';
import { decodePicture } from '#formats/picture-bytes.ts';
import { readPictureZip } from '#formats/picture-zip.ts';
import type { PictureNews } from './picture-reading.ts';

/** So many pictures between two reports. */
const STRIDE = 100;

const tell = (news: PictureNews, transferred: Transferable[] = []) =>
  postMessage(news, { transfer: transferred });

async function read(file: File): Promise<void> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const digest = await digestOf(bytes);
    const set = readPictureZip(bytes, decodePicture, (done, of) => {
      if (done % STRIDE === 0) tell({ kind: 'progress', done, of });
    });
    tell({ kind: 'read', digest, set }, [set.pixels.buffer]);
  } catch (error) {
    tell({ kind: 'refused', report: reportOf(error) });
  }
}

addEventListener('message', ({ data }: MessageEvent<File>) => void read(data));

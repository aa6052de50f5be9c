/** A state of the page within another page. */
import type { PlaygroundState } from '#store/state.ts';
import type { Embedding } from '#store/page/view-slice.ts';
import { linkTo } from './address.ts';

/** In pixels. */
const HEIGHTS: Readonly<Record<Embedding, number>> = { embed: 560, embedWithKnobs: 660 };

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** What another page's HTML needs to show this state. */
export function embedCode(state: PlaygroundState, title: string, embedding: Embedding): string {
  const source = escaped(linkTo(state, embedding));
  return `<iframe src="${source}" title="${escaped(title)}" width="100%" height="${HEIGHTS[embedding]}" style="border:0" allow="fullscreen"></iframe>`;
}

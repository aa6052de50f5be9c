/** A state of the page within another page. */
import type { PlaygroundState } from '#store/state.ts';
import { linkTo } from './address.ts';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** What another page's HTML needs to show this state. */
export function embedCode(state: PlaygroundState, title: string): string {
  const source = escaped(linkTo(state, 'embed'));
  return `<iframe src="${source}" title="${escaped(title)}" width="100%" height="560" style="border:0" allow="fullscreen"></iframe>`;
}

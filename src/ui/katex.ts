/** KaTeX with its style and fonts, in a chunk of its own: nobody needs a formula to see the page. */
import 'katex/dist/katex.min.css';
import katex from 'katex';

/**
 * Renders TeX into an element as HTML with MathML beside it; what cannot be read is shown as it stands. Only `\htmlClass`
 * and `\htmlData`, by which parts are coloured and found again, are trusted.
 */
export function renderFormula(tex: string, element: HTMLElement, displayMode: boolean): void {
  katex.render(tex, element, {
    displayMode,
    output: 'htmlAndMathml',
    throwOnError: false,
    strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
    trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
  });
}

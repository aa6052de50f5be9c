/** Text that cannot be read whole: cut by its box, outside of the window, spilled over its button, or under other text. */
import type { Page } from '@playwright/test';

/** Boxes that may be scrolled sideways: what is in them is reached, by hand and by keys. */
const SCROLLED_SIDEWAYS = ['.table-scroll', '.plot-legend', '.code-lines', '.formula-slot.block'];

/**
 * Every such text of the page as it is now, as `selector: text (why)`. Text that can be scrolled to vertically is whole;
 * sideways only where the list says so.
 */
export async function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate((scrolledSideways) => {
    scrollTo(0, 0);
    /** Rounding, and what antialiasing hides. */
    const SLACK = 1.5;
    interface Piece {
      readonly element: Element;
      readonly text: string;
      readonly rect: DOMRect;
      readonly layer: Element | null;
    }
    const found = new Set<string>();
    /** What is asked of the same boxes for every text in them. */
    const known = new Map<Element, ReturnType<typeof measure>>();
    const measure = (element: Element) => {
      const { display, overflowX, overflowY, position, clip, clipPath } = getComputedStyle(element);
      const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
      const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
      const isDrawing = element.localName === 'svg';
      return {
        box: element.getBoundingClientRect(),
        position,
        isBox: isDrawing || (display !== 'inline' && display !== 'contents'),
        cutsBeside: isDrawing || cuts(overflowX),
        cutsAbove: isDrawing || cuts(overflowY),
        scrollsBeside: scrolls(overflowX) && !scrolledSideways.some((selector) => element.matches(selector)),
        scrolls: scrolls(overflowX) || scrolls(overflowY),
        isHidden: clipPath === 'inset(50%)' || clip.startsWith('rect('),
      };
    };
    const boxOf = (element: Element) => {
      const facts = known.get(element) ?? measure(element);
      known.set(element, facts);
      return facts;
    };
    const pathOf = (element: Element) => {
      const names: string[] = [];
      for (let at: Element | null = element; at !== null && names.length < 3; at = at.parentElement) {
        const classes = [...at.classList].slice(0, 2).map((name) => `.${name}`);
        names.unshift(at.localName + classes.join(''));
      }
      return names.join(' > ');
    };
    const report = (element: Element, text: string, why: string) => {
      found.add(`${pathOf(element)}: “${text.trim().slice(0, 60)}” (${why})`);
    };
    /** Boxes of letters are higher than the letters, those of formulas most. */
    const letters = (element: Element, { left, right, top, bottom, height }: DOMRect) => {
      const air = (element.closest('.katex') === null ? 0.15 : 0.3) * height;
      return { left: left + 1, right: right - 1, top: top + air, bottom: bottom - air };
    };
    /** Meant for screen readers alone, for measuring, or not to be seen now. */
    const isUnseen = (element: Element) => {
      if (element.id === 'recharts_measurement_span') return true;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (boxOf(at).isHidden) return true;
      }
      return false;
    };

    /** The part of a text's box that its scrolling boxes let through, or `null`; tells what is cut on the way. */
    const clipped = (element: Element, text: string, whole: DOMRect): DOMRect | null => {
      let { left, right, top, bottom } = letters(element, whole);
      let isFixed = false;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (at === document.documentElement || at === document.body) break;
        const { box, ...facts } = boxOf(at);
        if (facts.isBox) {
          const isBeside = left < box.left - SLACK || right > box.right + SLACK;
          const isAbove = top < box.top - SLACK || bottom > box.bottom + SLACK;
          if (isBeside && facts.scrollsBeside) {
            report(element, text, `scrolled sideways in ${pathOf(at)}`);
            return null;
          }
          if (isBeside && facts.cutsBeside) {
            report(element, text, `cut at the side by ${pathOf(at)}`);
            return null;
          }
          if (isAbove && facts.cutsAbove) {
            report(element, text, `cut above or below by ${pathOf(at)}`);
            return null;
          }
          if (isBeside && at.matches('button, select, .popup, .chip, .notice')) {
            report(element, text, `spilled over ${pathOf(at)}`);
          }
          if (facts.scrolls) {
            left = Math.max(left, box.left);
            right = Math.min(right, box.right);
            top = Math.max(top, box.top);
            bottom = Math.min(bottom, box.bottom);
            if (right - left < 2 || bottom - top < 2) return null;
          }
        }
        if (facts.position === 'fixed') {
          isFixed = true;
          break;
        }
      }
      const { clientWidth, clientHeight, scrollHeight } = document.documentElement;
      if (left < -SLACK || right > clientWidth + SLACK) report(element, text, 'outside of the window');
      const [highest, lowest] = isFixed ? [0, clientHeight] : [-scrollY, scrollHeight - scrollY];
      if (top < highest - SLACK || bottom > lowest + SLACK) report(element, text, 'outside of the page');
      return new DOMRect(left, top, right - left, bottom - top);
    };

    /** What floats over the page, or stays while it scrolls, covers it and is meant to. */
    const layerOf = (element: Element) => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (/fixed|sticky/.test(boxOf(at).position)) return at;
        if (at.matches('.popup, .plot-readout, .plot-outside, .recharts-tooltip-wrapper')) return at;
      }
      return null;
    };

    const pieces: Piece[] = [];
    const take = (element: Element, text: string, rects: Iterable<DOMRect>) => {
      for (const rect of rects) {
        if (rect.width < 1 || rect.height < 1) continue;
        const left = clipped(element, text, rect);
        if (left === null) continue;
        pieces.push({ element, text, rect: left, layer: layerOf(element) });
      }
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.nodeValue ?? '';
      if (element === null || text.trim() === '' || element.closest('select, script, style, title') !== null)
        continue;
      if (isUnseen(element)) continue;
      if (element instanceof SVGElement) {
        take(element, text, [element.getBoundingClientRect()]);
        continue;
      }
      const range = document.createRange();
      range.selectNodeContents(node);
      take(element, text, range.getClientRects());
    }

    // Controls lay out their text by themselves.
    const pen = document.createElement('canvas').getContext('2d');
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
      const style = getComputedStyle(field);
      if (isUnseen(field) || pen === null || /checkbox|radio|range|file/.test(field.type)) continue;
      pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const text =
        field instanceof HTMLSelectElement
          ? (field.selectedOptions[0]?.text ?? '')
          : field.value === ''
            ? field.placeholder
            : field.value;
      const arrow = field instanceof HTMLSelectElement ? 16 : 0;
      const room =
        field.clientWidth -
        Number.parseFloat(style.paddingLeft) -
        Number.parseFloat(style.paddingRight) -
        arrow;
      if (pen.measureText(text).width > room + SLACK) report(field, text, 'longer than its field');
      clipped(field, text, field.getBoundingClientRect());
    }

    pieces.forEach((piece, index) => {
      const one = piece.rect;
      for (const rival of pieces.slice(index + 1)) {
        if (rival.layer !== piece.layer || rival.element === piece.element) continue;
        // Signs of one formula are set by it, and points of one cloud lie where they lie.
        const whole = piece.element.closest('.katex, .point-cloud');
        if (whole !== null && whole === rival.element.closest('.katex, .point-cloud')) continue;
        const other = rival.rect;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > SLACK && down > SLACK) report(piece.element, piece.text, `under “${rival.text.trim()}”`);
      }
    });

    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (overflow > 0) found.add(`the page scrolls sideways by ${overflow} px`);
    return [...found];
  }, SCROLLED_SIDEWAYS);
}

/** A ring around the part of the page that is spoken of. */
import { useEffect, useLayoutEffect } from 'react';
import { bringOut } from '#ui/section.tsx';
import type { TourAnchor } from './tour.ts';

const MARK = 'data-tour-target';
/** How long the ring stays where somebody has jumped to. */
const GLANCE_MILLISECONDS = 2500;

function ring(element: Element): void {
  element.setAttribute(MARK, '');
  bringOut(element);
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const behavior = isStill ? 'instant' : 'smooth';
  // On a phone, whose curve is moved by the transport must be seen with it.
  const frame = matchMedia('(width < 720px)').matches
    ? element.closest('.loop')?.querySelector('.plot-frame')
    : null;
  if (frame) frame.scrollIntoView({ block: 'start', behavior });
  else element.scrollIntoView({ block: 'nearest', behavior });
}

function find(anchor: string): Element | null {
  return document.querySelector(`[data-tour="${anchor}"]`);
}

/** Marks the anchor and brings it into sight, also when it comes onto the page later. */
export function useHighlight(anchor: TourAnchor): void {
  useEffect(() => {
    let marked: Element | null = null;
    const mark = () => {
      if (marked?.isConnected === true) return;
      marked = find(anchor);
      if (marked !== null) ring(marked);
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      marked?.removeAttribute(MARK);
    };
  }, [anchor]);
}

/** What is scrolled for a tour goes back to where it was when the tour is over. */
export function useScrollKept(isOpen: boolean): void {
  // Before the first step scrolls.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const places = [...document.querySelectorAll('body, body *')]
      .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)
      .map((element) => ({ element, top: element.scrollTop }));
    return () => {
      for (const { element, top } of places) element.scrollTo({ top, behavior: 'instant' });
    };
  }, [isOpen]);
}

/** Brings a part of the page into sight and rings it for a moment, once it is there. */
export function pointAt(anchor: string): void {
  const point = () => {
    const element = find(anchor);
    if (element === null) return false;
    ring(element);
    setTimeout(() => element.removeAttribute(MARK), GLANCE_MILLISECONDS);
    return true;
  };
  if (point()) return;
  // The panel that has it is on its way.
  const observer = new MutationObserver(() => {
    if (point()) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), GLANCE_MILLISECONDS);
}

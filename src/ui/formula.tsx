/** A formula in print, by KaTeX; until that is loaded, and where it cannot be, its plain words. */
import { type HTMLAttributes, useEffect, useLayoutEffect, useRef, useState } from 'react';

type RenderFormula = (tex: string, element: HTMLElement, displayMode: boolean) => void;

let loaded: RenderFormula | null = null;
let loading: Promise<RenderFormula> | null = null;

async function loadRenderer(): Promise<RenderFormula> {
  loading ??= import('./katex.ts').then(({ renderFormula }) => renderFormula);
  try {
    loaded = await loading;
    return loaded;
  } catch (error) {
    // The next formula tries again.
    loading = null;
    throw error;
  }
}

function useRenderer(): RenderFormula | null {
  const [renderer, setRenderer] = useState(() => loaded);
  useEffect(() => {
    if (renderer !== null) return undefined;
    let isGone = false;
    loadRenderer().then(
      (render) => {
        if (!isGone) setRenderer(() => render);
      },
      // The words stay.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [renderer]);
  return renderer;
}

/** Smaller letters could not be read. */
const SMALLEST = 0.75;

/** Makes a formula on a line of its own as small as that line needs; whether that is enough. */
function fits(line: HTMLElement, formula: HTMLElement): boolean {
  formula.style.fontSize = '';
  const share = line.clientWidth / line.scrollWidth;
  if (share < 1) formula.style.fontSize = `${Math.max(SMALLEST, 0.99 * share)}em`;
  return line.scrollWidth <= line.clientWidth;
}

interface FormulaProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  readonly tex: string;
  /** The formula in plain characters, as a line of text would have it. */
  readonly label: string;
  /** On a line of its own. */
  readonly block?: boolean;
}

/** `tex` may name its parts by `\htmlClass{…}{…}` and `\htmlData{key=value}{…}`. */
export function Formula({ tex, label, block = false, ...rest }: FormulaProps) {
  const render = useRenderer();
  const line = useRef<HTMLSpanElement>(null);
  const slot = useRef<HTMLSpanElement>(null);
  const [isTooLong, setIsTooLong] = useState(false);
  useLayoutEffect(() => {
    const [outer, inner] = [line.current, slot.current];
    if (render === null || outer === null || inner === null) return undefined;
    render(tex, inner, block);
    if (!block) return undefined;
    const observer = new ResizeObserver(() => setIsTooLong(!fits(outer, inner)));
    observer.observe(outer);
    return () => observer.disconnect();
  }, [render, tex, block]);
  return (
    <span
      {...rest}
      ref={line}
      className={['formula-slot', block ? 'block' : [], rest.className ?? []].flat().join(' ')}
      {...(isTooLong ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      {/* KaTeX owns what stands in its slot. */}
      {render === null ? label : <span ref={slot} />}
    </span>
  );
}

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
  const slot = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (render !== null && slot.current !== null) render(tex, slot.current, block);
  }, [render, tex, block]);
  return (
    <span {...rest} className={['formula-slot', block ? 'block' : [], rest.className ?? []].flat().join(' ')}>
      {/* KaTeX owns what stands in its slot. */}
      {render === null ? label : <span ref={slot} />}
    </span>
  );
}

/** A formula whose symbols tell their name and their value now, under the pointer and in the list beneath. */
import { Popover } from '@base-ui/react/popover';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '#core/saying.ts';
import { usePlayground } from '#store/react.ts';
import { Formula } from '#ui/formula.tsx';
import { useWords } from '../sentence.tsx';
import type { TermId } from './glossary.ts';
import { useGlossaryTexts } from './texts.ts';

/** A number that a formula is made of. */
export interface Quantity {
  readonly term: TermId;
  readonly tex: string;
  readonly label: string;
  /** What it is here, where that is more than the term’s name. */
  readonly name?: string;
  readonly value: string;
}

interface SymbolFormulaProps {
  readonly tex: string;
  readonly label: Words;
  readonly quantities: readonly Quantity[];
}

export function SymbolFormula({ tex, label, quantities }: SymbolFormulaProps) {
  const { t } = useTranslation();
  const texts = useGlossaryTexts();
  const wordsOf = useWords();
  const openGlossary = usePlayground((state) => state.openGlossary);
  const [pointed, setPointed] = useState<HTMLElement | null>(null);
  const [listed, setListed] = useState<TermId | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const hot = pointed?.dataset['symbol'] ?? listed;
  useEffect(() => {
    const parts = [...(box.current?.querySelectorAll<HTMLElement>('[data-symbol]') ?? [])];
    for (const part of parts) part.toggleAttribute('data-hot', part.dataset['symbol'] === hot);
  }, [hot]);
  const pointAtSymbol = (event: PointerEvent) => {
    const part = event.target instanceof Element ? event.target.closest('[data-symbol]') : null;
    setPointed(part instanceof HTMLElement ? part : null);
  };
  const shown = quantities.find(({ term }) => term === pointed?.dataset['symbol']);
  const name = texts[pointed?.dataset['symbol'] ?? '']?.name;
  return (
    <div ref={box} className="symbol-formula">
      <Formula
        tex={tex}
        label={wordsOf(label)}
        block
        onPointerOver={pointAtSymbol}
        onPointerLeave={() => setPointed(null)}
      />
      <Popover.Root open={pointed !== null && name !== undefined}>
        <Popover.Portal>
          <Popover.Positioner anchor={pointed} side="top" sideOffset={6} className="floating">
            <Popover.Popup className="popup symbol-popup" initialFocus={false} aria-label={name ?? ''}>
              {shown?.name ?? name}
              {shown === undefined ? null : <strong className="live-value"> {shown.value}</strong>}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <dl className="quantities">
        {quantities.map((quantity) => {
          const { term, value } = quantity;
          return (
            <div
              key={`${term} ${quantity.label}`}
              data-quantity={quantity.label}
              data-hot={hot === term || undefined}
              onPointerEnter={() => setListed(term)}
              onPointerLeave={() => setListed(null)}
            >
              <dt>
                <Formula tex={quantity.tex} label={quantity.label} />
                <button
                  type="button"
                  className="term-link"
                  title={t('learn.explain')}
                  onClick={() => openGlossary(term)}
                >
                  {quantity.name ?? texts[term]?.name}
                </button>
              </dt>
              <dd className="live-value">{value}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

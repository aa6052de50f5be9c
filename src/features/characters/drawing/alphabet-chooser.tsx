/** A letter for whoever draws with no pointer: one of an invented alphabet, by arrow keys or a press. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LETTERS } from '#families/characters/alphabet.ts';
import { inventedLetter } from '#families/characters/characters.ts';
import { asOwnDrawing, type OwnDrawing } from '#families/pictures/own-drawing.ts';
import { StrokesPicture } from './strokes-picture.tsx';

const COLUMNS = 6;
/** More than anybody leafs through. */
const ALPHABETS = 1000;

interface AlphabetChooserProps {
  readonly seed: number;
  /** In whose hand a letter is drawn, so that no two drawings are the same. */
  readonly hand: number;
  readonly onChoose: (drawing: OwnDrawing) => void;
}

/** Where a key leads from a letter; `null` for keys that lead nowhere. */
function letterAfter(key: string, letter: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: letter - 1,
    ArrowRight: letter + 1,
    ArrowUp: letter - COLUMNS,
    ArrowDown: letter + COLUMNS,
    Home: 0,
    End: LETTERS - 1,
  };
  const next = moves[key];
  if (next === undefined) return null;
  return next >= 0 && next < LETTERS ? next : letter;
}

export function AlphabetChooser({ seed, hand, onChoose }: AlphabetChooserProps) {
  const { t } = useTranslation();
  const [alphabet, setAlphabet] = useState(0);
  const [letter, setLetter] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const drawings = useMemo(
    () =>
      Array.from({ length: LETTERS }, (_, at) =>
        asOwnDrawing(inventedLetter(seed, 'heldOut', alphabet * LETTERS + at, hand).strokes),
      ),
    [seed, alphabet, hand],
  );
  const turn = (by: number) => setAlphabet((alphabet + by + ALPHABETS) % ALPHABETS);

  const focusOn = (at: number) => {
    const button = grid.current?.children[at];
    if (button instanceof HTMLElement) button.focus();
  };

  // The button that opened this is behind it.
  useEffect(() => {
    const first = grid.current?.firstElementChild;
    if (first instanceof HTMLElement) first.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = letterAfter(event.key, letter);
    const pages: Readonly<Record<string, number>> = { PageUp: -1, PageDown: 1 };
    const page = pages[event.key];
    if (next !== null) focusOn(next);
    else if (page === undefined) return;
    else turn(page);
    // The page behind steps with arrows, too.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="alphabet-chooser">
      <div className="alphabet-head">
        <button
          type="button"
          className="icon"
          aria-label={t('drawing.alphabetBefore')}
          onClick={() => turn(-1)}
        >
          <ChevronLeft size={16} aria-hidden />
        </button>
        <span role="status">{t('drawing.alphabet', { number: alphabet + 1 })}</span>
        <button
          type="button"
          className="icon"
          aria-label={t('drawing.alphabetAfter')}
          onClick={() => turn(1)}
        >
          <ChevronRight size={16} aria-hidden />
        </button>
      </div>
      <div ref={grid} className="alphabet-letters" role="group" aria-label={t('drawing.letters')}>
        {drawings.map((drawing, at) => (
          <button
            // oxlint-disable-next-line react/no-array-index-key -- A letter is its number.
            key={at}
            type="button"
            tabIndex={at === letter ? 0 : -1}
            aria-label={t('drawing.letter', { number: at + 1 })}
            onFocus={() => setLetter(at)}
            onKeyDown={onKeyDown}
            onClick={() => onChoose(drawing)}
          >
            <svg viewBox="0 0 1 1" aria-hidden>
              <StrokesPicture strokes={drawing} />
            </svg>
          </button>
        ))}
      </div>
    </div>
  );
}

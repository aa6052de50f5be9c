/** Every symbol and term: what it is, its value now, and the way to where it stands on the page. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '#store/react.ts';
import { Formula } from '#ui/formula.tsx';
import { useIsOfPictures } from '../of-pictures.ts';
import { useIsPublished } from '../of-published.ts';
import { useWords } from '../sentence.tsx';
import { findTerms, GLOSSARY, type GlossaryEntry, type Place, type TermId } from './glossary.ts';
import { pointAt } from './highlight.ts';
import { type GlossaryTexts, useGlossaryTexts } from './texts.ts';

function Value({ entry }: { readonly entry: GlossaryEntry }) {
  const { t } = useTranslation();
  const value = usePlayground((state) => entry.value?.(state) ?? null);
  return value === null ? null : (
    <span className="term-value">
      {t('learn.now')} <strong className="live-value">{value}</strong>
    </span>
  );
}

interface EntryProps {
  readonly id: TermId;
  readonly texts: GlossaryTexts;
  readonly isAskedFor: boolean;
}

function Entry({ id, texts, isAskedFor }: EntryProps) {
  const { t } = useTranslation();
  const showNarrowTab = usePlayground((state) => state.showNarrowTab);
  const item = useRef<HTMLDivElement>(null);
  const entry: GlossaryEntry = GLOSSARY[id];
  const words = texts[id];
  const wordsOf = useWords();
  useEffect(() => {
    if (!isAskedFor) return;
    item.current?.scrollIntoView({ block: 'nearest' });
    item.current?.focus({ preventScroll: true });
  }, [isAskedFor]);
  const jump = ({ anchor, tab }: Place) => {
    if (tab !== null) showNarrowTab(tab);
    pointAt(anchor);
  };
  const { place } = entry;
  return (
    <div ref={item} tabIndex={-1} className="term" data-term={id} aria-current={isAskedFor || undefined}>
      <dt>
        {words?.name}
        <Value entry={entry} />
      </dt>
      <dd>
        <p>{words?.text}</p>
        {entry.tex === undefined ? null : (
          <Formula tex={entry.tex} label={wordsOf(entry.label ?? '')} block />
        )}
        {words?.paper === undefined ? null : (
          <p className="note">
            {t('learn.paper')}
            {t('between.nameAndValue')}
            {words.paper}
          </p>
        )}
        {place === undefined ? null : (
          <button type="button" className="term-jump" onClick={() => jump(place)}>
            {t('learn.jump')}
            <span className="visually-hidden"> {words?.name}</span>
          </button>
        )}
      </dd>
    </div>
  );
}

export function GlossaryView() {
  const { t } = useTranslation();
  const texts = useGlossaryTexts();
  const isOfPictures = useIsOfPictures();
  const isPublished = useIsPublished();
  const askedFor = usePlayground((state) => state.glossaryTerm);
  const [search, setSearch] = useState<{ readonly text: string; readonly of: string | null }>({
    text: '',
    of: null,
  });
  // Whoever asks for an entry sees it, whatever was searched before.
  const question = search.of === askedFor ? search.text : '';
  const found = findTerms(question, texts);
  return (
    <>
      {isPublished ? null : (
        <p className="note">{t(isOfPictures ? 'characters.words.glossary' : 'formula.glossary')}</p>
      )}
      <input
        type="search"
        className="term-search"
        aria-label={t('learn.search')}
        placeholder={t('learn.search')}
        value={question}
        onChange={(event) => setSearch({ text: event.target.value, of: askedFor })}
      />
      <p className="visually-hidden" role="status">
        {t('learn.found', { found: found.length })}
      </p>
      <dl className="terms">
        {found.map((id) => (
          <Entry key={id} id={id} texts={texts} isAskedFor={id === askedFor} />
        ))}
      </dl>
      {found.length === 0 ? <p className="note">{t('learn.nothing', { question })}</p> : null}
    </>
  );
}

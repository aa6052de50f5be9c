/** Several runs on one chart, with a table of what differs between them. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import { SeriesChart } from '#charts/lazy-series-chart.tsx';
import { HELD_OUT_TASKS } from '#store/training/held-out.ts';
import { usePlayground } from '#store/react.ts';
import type { SavedRunSummary } from '#store/saved/saved-slice.ts';
import { formatNumber } from '#ui/format.ts';
import { type Course, courseRows, isOnOneScale } from './courses.ts';
import { DifferencesTable } from './differences-table.tsx';
import { lookOf, MOST_BESIDE } from './looks.ts';
import { useRunWords } from './run-words.ts';

/** A course as it was when the run was saved. */
interface SavedCourse extends Course {
  readonly savedAt: number;
}

/** The courses of chosen runs: the page's own as it trains, the others as they were saved. */
function useCourses(chosen: readonly SavedRunSummary[]): readonly Course[] {
  const run = usePlayground((state) => state.run);
  const savedRun = usePlayground((state) => state.savedRun);
  const notify = usePlayground((state) => state.notify);
  const [saved, setSaved] = useState<Readonly<Record<string, SavedCourse>>>({});
  useEffect(() => {
    for (const { id, savedAt } of chosen) {
      // A run that has gone on since then, on this page or in another tab, is read again.
      if (id === run?.id || saved[id]?.savedAt === savedAt) continue;
      savedRun(id)
        .then(({ checkpoint: { settings, changes = [] }, course: { heldOut } }) =>
          setSaved((before) => ({ ...before, [id]: { id, savedAt, settings, changes, heldOut } })),
        )
        .catch(notify);
    }
  }, [chosen, run?.id, saved, savedRun, notify]);
  return chosen.flatMap(({ id }) => (id === run?.id ? run : (saved[id] ?? [])));
}

interface CurvesProps {
  readonly courses: readonly Course[];
  readonly titleOf: (id: string) => string;
}

/** The curves, and where each has come to. */
function Curves({ courses, titleOf }: CurvesProps) {
  const { t } = useTranslation();
  const rows = useMemo(() => courseRows(courses), [courses]);
  const isOfClasses = courses.some(({ settings }) => familyOf(settings).view === 'pictures');
  if (courses.filter(({ heldOut }) => heldOut.length > 1).length < 2)
    return <p className="note">{t('runs.besideNone')}</p>;
  const series = courses.map(({ id }, at) => {
    const last = rows.findLast((row) => row[id] !== undefined)?.[id];
    const figure = last === undefined ? '–' : (formatNumber(last) ?? '∞');
    return { key: id, name: `${titleOf(id)}${t('between.nameAndValue')}${figure}`, ...lookOf(at) };
  });
  return (
    <>
      <SeriesChart
        label={t('runs.besideChart')}
        rows={rows}
        axisKey="iteration"
        series={series}
        logarithmic
        joined
        dots
        {...(isOfClasses ? { top: 1 } : {})}
      />
      <p className="note">
        {t(isOfClasses ? 'runs.besideAccuracy' : 'runs.besideText', { count: HELD_OUT_TASKS })}
      </p>
    </>
  );
}

/** Runs are offered that are judged on the scale of the first that is chosen, newest first. */
export function SideBySide({ runs }: { readonly runs: readonly SavedRunSummary[] }) {
  const { t } = useTranslation();
  const wordsOf = useRunWords();
  const [chosen, setChosen] = useState<readonly string[]>(() => runs.slice(0, 2).map(({ id }) => id));
  const scale = (runs.find(({ id }) => chosen.includes(id)) ?? runs[0])?.settings;
  const offered = runs.filter(({ settings }) => scale === undefined || isOnOneScale(settings, scale));
  const drawn = useMemo(() => chosen.filter((id) => offered.some((run) => run.id === id)), [chosen, offered]);
  // In the order in which they were chosen, and the same as long as nothing of them is.
  const shown = useMemo(() => drawn.flatMap((id) => runs.find((run) => run.id === id) ?? []), [drawn, runs]);
  const courses = useCourses(shown);
  const titleOf = (id: string) => {
    const at = runs.findIndex((run) => run.id === id);
    const run = runs[at];
    // Runs without a name are told apart by their place in the list, the oldest being the first.
    return run === undefined ? '' : (run.name ?? `${wordsOf(run).title} ${runs.length - at}`);
  };
  const toggle = (id: string) =>
    setChosen(drawn.includes(id) ? drawn.filter((other) => other !== id) : [...drawn, id]);
  return (
    <details className="beside">
      <summary>{t('runs.beside')}</summary>
      <fieldset className="beside-choice">
        <legend className="note">{t('runs.besideMost', { count: MOST_BESIDE })}</legend>
        {offered.map((run) => {
          const isChosen = drawn.includes(run.id);
          return (
            <label key={run.id}>
              <input
                type="checkbox"
                checked={isChosen}
                disabled={!isChosen && drawn.length >= MOST_BESIDE}
                onChange={() => toggle(run.id)}
              />
              <span>
                {titleOf(run.id)} <small>{wordsOf(run).what}</small>
              </span>
            </label>
          );
        })}
      </fieldset>
      <Curves courses={courses} titleOf={titleOf} />
      {courses.length < 2 ? null : <DifferencesTable courses={courses} titleOf={titleOf} />}
    </details>
  );
}

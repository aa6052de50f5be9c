/** What differs between runs: a row for each setting that does, and for what was taken up on the way. */
import { useTranslation } from 'react-i18next';
import { settingsBefore } from '#training/steering.ts';
import { formatCount, formatSetting } from '#ui/format.ts';
import { LineSample } from '#ui/line-sample.tsx';
import { useSettingName, useSettingValue } from '../setting-words.ts';
import { type Course, differences } from './courses.ts';
import { lookOf } from './looks.ts';

interface DifferencesTableProps {
  readonly courses: readonly Course[];
  readonly titleOf: (id: string) => string;
}

export function DifferencesTable({ courses, titleOf }: DifferencesTableProps) {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  const valueOf = useSettingValue();
  const ids = differences(courses);
  const isSteered = courses.some(({ changes }) => changes.length > 0);
  if (ids.length === 0 && !isSteered) return <p className="note">{t('runs.besideSame')}</p>;
  const takenBy = ({ changes }: Course) =>
    changes.map(
      ({ iteration, id, to }) =>
        `${formatCount(iteration)}${t('between.nameAndValue')}${nameOf(id)} = ${formatSetting(to)}`,
    );
  return (
    <div className="table-scroll">
      <table className="steps-table">
        <caption className="visually-hidden">{t('runs.besideWhat')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('runs.besideWhat')}</th>
            {courses.map(({ id }, at) => (
              <th key={id} scope="col">
                <LineSample {...lookOf(at)} /> {titleOf(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((setting) => (
            <tr key={setting}>
              <th scope="row">{nameOf(setting)}</th>
              {courses.map(({ id, settings, changes }) => (
                <td key={id}>{valueOf(settingsBefore(settings, changes), setting)}</td>
              ))}
            </tr>
          ))}
          {isSteered ? (
            <tr>
              <th scope="row">{t('runs.besideTaken')}</th>
              {courses.map((course) => (
                <td key={course.id}>{takenBy(course).join(t('caption.separator')) || '–'}</td>
              ))}
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

/** A number of the settings table as a control. */
import { useTranslation } from 'react-i18next';
import { NUMBER_SETTINGS, type NumberSettingId } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { formatSetting } from '#ui/format.ts';
import { NumberField } from '#ui/number-field.tsx';
import { RangeField } from '#ui/range-field.tsx';
import { useNamedChange } from '../number-refusal.ts';
import { type Effect, KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';
import { SECTION_SETTINGS, type SectionId } from './sections.ts';

type IntervalId = 'amplitude' | 'phase' | 'frequency';
export type SingleId = Exclude<NumberSettingId, `${IntervalId}From` | `${IntervalId}To`>;

/** Too wide a range for a hand. */
const UNSLIDING: ReadonlySet<SingleId> = new Set(['iterations', 'seed']);

const EFFECTS: Readonly<Record<SectionId, Effect>> = {
  task: 'both',
  adaptation: 'atOnce',
  training: 'nextRun',
};

function effectOf(id: NumberSettingId): Effect {
  const isIn = (section: SectionId) => SECTION_SETTINGS[section].some((known) => known === id);
  if (isIn('adaptation')) return EFFECTS.adaptation;
  return isIn('task') ? EFFECTS.task : EFFECTS.training;
}

/** Whose entry in the glossary has another name, or which have none. */
const TERMS: Partial<Readonly<Record<SingleId, string | null>>> = {
  trainingAlpha: 'alpha',
  trainingSteps: 'innerSteps',
  conjugateGradientSteps: 'conjugateGradients',
  positions: null,
};

function termOf(id: SingleId): { term?: string } {
  const term = TERMS[id] === undefined ? id : TERMS[id];
  return term === null ? {} : { term };
}

/** Characters that the longest of the setting's values takes. */
function digitsOf(id: NumberSettingId): number {
  const { minimum, maximum, step } = NUMBER_SETTINGS[id];
  return Math.max(...[minimum, maximum, maximum - step].map((value) => formatSetting(value).length));
}

function rangeOf(id: NumberSettingId, initial: string) {
  const { minimum, maximum } = NUMBER_SETTINGS[id];
  return { from: formatSetting(minimum), to: formatSetting(maximum), initial };
}

/** How many support points the task on screen has, where edits made it another number than K. */
function PlacedPoints() {
  const { t } = useTranslation();
  const count = usePlayground((state) => state.task.support.count);
  const shots = usePlayground((state) => state.settings.shots);
  return count === shots ? null : <small>{t('setting.placed', { count })}</small>;
}

export function SettingField({ id }: { readonly id: SingleId }) {
  const { t } = useTranslation();
  const value = usePlayground((state) => state.settings[id]);
  const setNumber = usePlayground((state) => state.setNumber);
  const { symbol, initial } = NUMBER_SETTINGS[id];
  const label = t(`setting.${id}.label`);
  const change = useNamedChange(label, NUMBER_SETTINGS[id], (next, typed) => setNumber(id, next, typed));
  return (
    <div data-tour={id}>
      <NumberField
        label={label}
        symbol={symbol}
        digits={digitsOf(id)}
        hint={
          <KnobHint
            ids={[id]}
            meaning={t(`setting.${id}.hint`)}
            effect={effectOf(id)}
            {...termOf(id)}
            range={rangeOf(id, formatSetting(initial))}
          />
        }
        mark={
          <>
            <DifferenceMark ids={[id]} />
            {id === 'shots' ? <PlacedPoints /> : null}
          </>
        }
        value={value}
        range={UNSLIDING.has(id) ? null : NUMBER_SETTINGS[id]}
        onChange={change}
      />
    </div>
  );
}

export function SettingInterval({ id }: { readonly id: IntervalId }) {
  const { t } = useTranslation();
  const [fromId, toId] = [`${id}From`, `${id}To`] as const;
  const from = usePlayground((state) => state.settings[fromId]);
  const to = usePlayground((state) => state.settings[toId]);
  const setNumber = usePlayground((state) => state.setNumber);
  const { symbol, minimum, maximum, step } = NUMBER_SETTINGS[fromId];
  const [fromLabel, toLabel] = [t(`setting.${id}.from`), t(`setting.${id}.to`)];
  const changeFrom = useNamedChange(fromLabel, NUMBER_SETTINGS[fromId], (value, typed) =>
    setNumber(fromId, value, typed),
  );
  const changeTo = useNamedChange(toLabel, NUMBER_SETTINGS[toId], (value, typed) =>
    setNumber(toId, value, typed),
  );
  const initial = [fromId, toId].map((end) => formatSetting(NUMBER_SETTINGS[end].initial)).join('–');
  return (
    <div data-tour={id}>
      <RangeField
        label={t(`setting.${id}.label`)}
        symbol={symbol}
        digits={Math.min(digitsOf(fromId), 5)}
        fromLabel={fromLabel}
        toLabel={toLabel}
        hint={
          <KnobHint
            ids={[fromId, toId]}
            meaning={t(`setting.${id}.hint`)}
            effect={effectOf(fromId)}
            term={id}
            range={rangeOf(fromId, initial)}
          />
        }
        mark={<DifferenceMark ids={[fromId, toId]} />}
        from={from}
        to={to}
        minimum={minimum}
        maximum={maximum}
        step={step}
        onFromChange={changeFrom}
        onToChange={changeTo}
      />
    </div>
  );
}

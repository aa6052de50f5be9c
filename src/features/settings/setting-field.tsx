/** The numbers of the settings table as controls. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { effectOf } from '#core/number-setting.ts';
import { familyOf, pointCountsOf } from '#families/family-of.ts';
import { endsOf, type IntervalId, type Knob, type SingleId } from '#training/knobs.ts';
import type { NumberSetting } from '#core/number-setting.ts';
import { type NumberSettingId, numberSetting } from '#training/settings.ts';
import { usePlayground } from '#store/react.ts';
import { formatSetting } from '#ui/format.ts';
import { NumberField } from '#ui/number-field.tsx';
import { RangeField } from '#ui/range-field.tsx';
import { useNamedChange } from '../number-refusal.ts';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';
import { type RailPart, shownKnobs } from './sections.ts';

/** In a range of more steps a hand finds nothing. */
const MOST_STEPS = 10_000;

function isSlidable({ minimum, maximum, step, scale }: NumberSetting): boolean {
  return scale === 'logarithmic' || (maximum - minimum) / step <= MOST_STEPS;
}

/** A number as the family of the tasks has it. */
function useNumberSetting(id: NumberSettingId): NumberSetting {
  const family = usePlayground((state) => state.settings.family);
  return useMemo(() => numberSetting(id, { family }), [id, family]);
}

interface NumberHintProps {
  /** The number, or both ends of an interval. */
  readonly ids: readonly [NumberSettingId, ...NumberSettingId[]];
  readonly meaning: () => string;
}

function NumberHint({ ids, meaning }: NumberHintProps) {
  const family = usePlayground((state) => state.settings.family);
  const { minimum, maximum, rail } = numberSetting(ids[0], { family });
  const initial = ids.map((id) => formatSetting(numberSetting(id, { family }).initial)).join('–');
  const range = { from: formatSetting(minimum), to: formatSetting(maximum), initial };
  const effect = effectOf(rail);
  return <KnobHint ids={ids} meaning={meaning} effect={effect} term={rail.term} range={range} />;
}

/** The number as it is, and what changes it; a refusal speaks of the field by its label. */
function useNumber(id: NumberSettingId, label: string) {
  const value = usePlayground((state) => state.settings[id]);
  const setNumber = usePlayground((state) => state.setNumber);
  const change = useNamedChange(label, useNumberSetting(id), (next, typed) => setNumber(id, next, typed));
  return [value, change] as const;
}

/** Characters that the longest of the setting's values takes. */
function digitsOf({ minimum, maximum, step }: NumberSetting): number {
  return Math.max(...[minimum, maximum, maximum - step].map((value) => formatSetting(value).length));
}

/** How many support points the task on screen has, where edits made it another number than K. */
function PlacedPoints() {
  const { t } = useTranslation();
  const count = usePlayground((state) => state.task.support.count);
  const shots = usePlayground((state) => pointCountsOf(state.settings).shots);
  return count === shots ? null : <small>{t('setting.placed', { count })}</small>;
}

/** Of pictures K and Q count drawings of each class. */
function useTexts(id: SingleId): { readonly label: string; readonly hint: () => string } {
  const { t } = useTranslation();
  const family = usePlayground((state) => state.settings.family);
  const isPerClass = familyOf({ family }).view === 'pictures';
  return isPerClass && (id === 'shots' || id === 'queryPoints')
    ? { label: t(`setting.perClass.${id}.label`), hint: () => t(`hint.perClass.${id}`) }
    : { label: t(`setting.${id}.label`), hint: () => t(`hint.${id}`) };
}

function SettingField({ id }: { readonly id: SingleId }) {
  const { label, hint } = useTexts(id);
  const [value, change] = useNumber(id, label);
  const setting = useNumberSetting(id);
  return (
    <NumberField
      label={label}
      symbol={setting.symbol}
      digits={digitsOf(setting)}
      hint={<NumberHint ids={[id]} meaning={hint} />}
      mark={
        <>
          <DifferenceMark ids={[id]} />
          {id === 'shots' ? <PlacedPoints /> : null}
        </>
      }
      value={value}
      range={isSlidable(setting) ? setting : null}
      onChange={change}
    />
  );
}

function SettingInterval({ id }: { readonly id: IntervalId }) {
  const { t } = useTranslation();
  const ends = endsOf(id);
  const labels = [t(`setting.${id}.from`), t(`setting.${id}.to`)] as const;
  const [from, changeFrom] = useNumber(ends[0], labels[0]);
  const [to, changeTo] = useNumber(ends[1], labels[1]);
  const setting = useNumberSetting(ends[0]);
  return (
    <RangeField
      label={t(`setting.${id}.label`)}
      symbol={setting.symbol}
      digits={Math.min(digitsOf(setting), 5)}
      fromLabel={labels[0]}
      toLabel={labels[1]}
      hint={<NumberHint ids={ends} meaning={() => t(`hint.${id}`)} />}
      mark={<DifferenceMark ids={ends} />}
      from={from}
      to={to}
      range={setting}
      onFromChange={changeFrom}
      onToChange={changeTo}
    />
  );
}

/** A knob stays the same object, so that a turn of another one draws it no second time. */
const KnobField = memo(function KnobField({ knob }: { readonly knob: Knob }) {
  const field = knob.kind === 'single' ? <SettingField id={knob.id} /> : <SettingInterval id={knob.id} />;
  return <div data-tour={knob.id}>{field}</div>;
});

interface KnobFieldsProps {
  readonly part: RailPart;
  /** Those in the fold at its end. */
  readonly isFolded?: boolean;
}

/** The numbers of a part of the rail that act with the present choices. */
export function KnobFields({ part, isFolded = false }: KnobFieldsProps) {
  const settings = usePlayground((state) => state.settings);
  return shownKnobs(part, isFolded, settings).map((knob) => <KnobField key={knob.id} knob={knob} />);
}

/** Formulas to begin with, each with a picture of a few of its curves. */
import { useMemo } from 'react';
import { Sheaf } from '#charts/sheaf.tsx';
import { curvesOf } from '#families/formula/editing.ts';
import { FORMULA_PRESET_NAMES, type FormulaPresetName, PRESETS } from '#families/formula/presets.ts';
import { usePanelTexts } from '../panel-texts.ts';

const WIDTH = 60;
const HEIGHT = 34;

function Picture({ name }: { readonly name: FormulaPresetName }) {
  const curves = useMemo(() => curvesOf(PRESETS[name]), [name]);
  return <Sheaf width={WIDTH} height={HEIGHT} curves={curves} />;
}

interface FormulaPresetsProps {
  readonly text: string;
  readonly onChoose: (text: string) => void;
}

export function FormulaPresets({ text, onChoose }: FormulaPresetsProps) {
  const { t } = usePanelTexts();
  return (
    <div className="formula-presets" role="group" aria-label={t('formula.presets')}>
      {FORMULA_PRESET_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={PRESETS[name] === text}
          title={PRESETS[name]}
          onClick={() => onChoose(PRESETS[name])}
        >
          <Picture name={name} />
          <span>{t(`formula.preset.${name}`)}</span>
        </button>
      ))}
    </div>
  );
}

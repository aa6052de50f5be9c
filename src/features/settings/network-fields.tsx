/** The network that is trained: hidden layers, activation, initialisation. */
import { expectMlp, isMlp, layerWidths } from '#models/architecture.ts';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportOf } from '#core/errors.ts';
import { ACTIVATIONS, type Activation } from '#models/activations.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Hint } from '#ui/hint.tsx';
import { FieldError } from '#ui/number-field.tsx';
import { Fold } from '#ui/section.tsx';
import { Sentence } from '../sentence.tsx';
import { ChoiceSettingField } from './choice-setting.tsx';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';

const ACTIVATION_NAMES: Readonly<Record<Activation, string>> = {
  relu: 'ReLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  sin: 'sin',
};

function HiddenLayersField() {
  const { t } = useTranslation();
  const id = useId();
  const architecture = usePlayground((state) => state.settings.architecture);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<ReactNode>(null);
  const commit = () => {
    if (draft === null) return;
    const hidden = draft.split(/[\s,;]+/).filter((part) => part !== '');
    const wrong = hidden.find((part) => !/^\d+$/.test(part));
    if (wrong !== undefined) {
      setError(t('setting.hiddenLayersError', { found: wrong.slice(0, 40) }));
      return;
    }
    try {
      const layerSizes = [1, ...hidden.map(Number), 1];
      changeSettings({ architecture: { layerSizes, activation: architecture.activation } });
      setDraft(null);
      setError(null);
    } catch (refusal) {
      setError(<Sentence words={reportOf(refusal).message} />);
    }
  };
  return (
    <div className="field">
      <div className="field-row">
        <label htmlFor={id}>{t('setting.hiddenLayers')}</label>
        <Hint about={t('setting.hiddenLayers')}>
          <KnobHint ids={['architecture']} meaning={t('setting.hiddenLayersHint')} effect="nextRun" />
        </Hint>
        <DifferenceMark ids={['architecture']} />
        <input
          id={id}
          className="number-input wide"
          autoComplete="off"
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-error`}
          value={draft ?? expectMlp(architecture).layerSizes.slice(1, -1).join(', ')}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') {
              setDraft(null);
              setError(null);
            }
          }}
        />
      </div>
      <FieldError id={id} error={error} />
    </div>
  );
}

export function NetworkFold() {
  const { t } = useTranslation();
  const architecture = usePlayground((state) => state.settings.architecture);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const { activation: chosen } = architecture;
  const summary = [layerWidths(architecture).join(' → '), ACTIVATION_NAMES[chosen]].join(
    t('caption.separator'),
  );
  return (
    <Fold title={t('setting.network')} summary={summary}>
      {isMlp(architecture) && <HiddenLayersField />}
      <ChoiceField
        label={t('setting.activation')}
        hint={<KnobHint ids={['architecture']} meaning={t('setting.activationHint')} effect="nextRun" />}
        value={architecture.activation}
        options={ACTIVATIONS.map((value) => ({ value, label: ACTIVATION_NAMES[value] }))}
        onChange={(activation) => changeSettings({ architecture: { ...architecture, activation } })}
      />
      <ChoiceSettingField id="initialisation" />
    </Fold>
  );
}

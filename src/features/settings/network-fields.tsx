/** The network that is trained: model, hidden layers or filters, activation, initialisation. */
import { type Architecture, describeArchitecture, isMlp } from '#models/architecture.ts';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportOf } from '#core/errors.ts';
import { ACTIVATIONS, type Activation } from '#models/activations.ts';
import { type Conv, NORMALISATIONS, USUAL_CONV } from '#models/conv.ts';
import { type Mlp, PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { usePlayground } from '#store/react.ts';
import { ChoiceField } from '#ui/choice-field.tsx';
import { Hint } from '#ui/hint.tsx';
import { FieldError } from '#ui/number-field.tsx';
import { Fold } from '#ui/section.tsx';
import { useIsOfPictures } from '../of-pictures.ts';
import { Sentence } from '../sentence.tsx';
import { ChoiceSettingField } from './choice-setting.tsx';
import { KnobHint } from './knob-hint.tsx';
import { DifferenceMark } from './run-differences.tsx';
import { usePanelTexts } from '../panel-texts.ts';

const ACTIVATION_NAMES: Readonly<Record<Activation, string>> = {
  relu: 'ReLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  sin: 'sin',
};

interface SizesFieldProps {
  readonly label: string;
  readonly meaning: () => string;
  readonly sizes: readonly number[];
  /** The network with other sizes. */
  readonly withSizes: (sizes: readonly number[]) => Architecture;
}

/** Numbers in a row, such as those of a network's layers; what they may be, the model says. */
function SizesField({ label, meaning, sizes, withSizes }: SizesFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const changeSettings = usePlayground((state) => state.changeSettings);
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<ReactNode>(null);
  const commit = () => {
    if (draft === null) return;
    const parts = draft.split(/[\s,;]+/).filter((part) => part !== '');
    const wrong = parts.find((part) => !/^\d+$/.test(part));
    if (wrong !== undefined) {
      setError(t('network.hiddenLayersError', { found: wrong.slice(0, 40) }));
      return;
    }
    try {
      changeSettings({ architecture: withSizes(parts.map(Number)) });
      setDraft(null);
      setError(null);
    } catch (refusal) {
      setError(<Sentence words={reportOf(refusal).message} />);
    }
  };
  return (
    <div className="field">
      <div className="field-row">
        <label htmlFor={id}>{label}</label>
        <Hint about={label}>
          <KnobHint ids={['architecture']} meaning={meaning} effect="nextRun" />
        </Hint>
        <DifferenceMark ids={['architecture']} />
        <input
          id={id}
          className="number-input wide"
          autoComplete="off"
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-error`}
          value={draft ?? sizes.join(', ')}
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

function HiddenLayersField({ network }: { readonly network: Mlp }) {
  const { t } = useTranslation();
  const { layerSizes, activation } = network;
  return (
    <SizesField
      label={t('setting.hiddenLayers')}
      meaning={() => t('hint.hiddenLayers')}
      sizes={layerSizes.slice(1, -1)}
      withSizes={(hidden) => ({ layerSizes: [1, ...hidden, 1], activation })}
    />
  );
}

/** What a convolutional network has in the place of hidden layers. */
function ConvolutionFields({ network }: { readonly network: Conv }) {
  const { t } = usePanelTexts();
  const changeSettings = usePlayground((state) => state.changeSettings);
  return (
    <>
      <SizesField
        label={t('networkOfPictures.filters')}
        meaning={() => t('networkOfPictures.filtersHint')}
        sizes={network.filters}
        withSizes={(filters) => ({ ...network, filters })}
      />
      <ChoiceField
        label={t('networkOfPictures.normalisation')}
        hint={
          <KnobHint
            ids={['architecture']}
            meaning={() => t('networkOfPictures.normalisationHint')}
            effect="nextRun"
          />
        }
        value={network.normalisation}
        options={NORMALISATIONS.map((value) => ({
          value,
          label: t(`networkOfPictures.normalisations.${value}`),
        }))}
        onChange={(normalisation) => changeSettings({ architecture: { ...network, normalisation } })}
      />
    </>
  );
}

/** Models that learn to tell pictures apart, and the network that each begins with. */
const MODELS_OF_PICTURES = { conv: USUAL_CONV, mlp: PAPER_ARCHITECTURE } as const;
const MODEL_NAMES = ['conv', 'mlp'] as const;

function ModelField({ architecture }: { readonly architecture: Architecture }) {
  const { t } = usePanelTexts();
  const changeSettings = usePlayground((state) => state.changeSettings);
  return (
    <ChoiceField
      label={t('networkOfPictures.model')}
      hint={
        <KnobHint ids={['architecture']} meaning={() => t('networkOfPictures.modelHint')} effect="nextRun" />
      }
      value={isMlp(architecture) ? 'mlp' : 'conv'}
      options={MODEL_NAMES.map((value) => ({ value, label: t(`networkOfPictures.models.${value}`) }))}
      onChange={(model) => changeSettings({ architecture: MODELS_OF_PICTURES[model] })}
    />
  );
}

export function NetworkFold() {
  const { t } = useTranslation();
  const architecture = usePlayground((state) => state.settings.architecture);
  const changeSettings = usePlayground((state) => state.changeSettings);
  const isOfPictures = useIsOfPictures();
  return (
    <Fold title={t('setting.network')} summary={describeArchitecture(architecture)}>
      {isOfPictures ? <ModelField architecture={architecture} /> : null}
      {isMlp(architecture) ? <HiddenLayersField network={architecture} /> : null}
      {architecture.model === 'conv' ? <ConvolutionFields network={architecture} /> : null}
      <ChoiceField
        label={t('setting.activation')}
        hint={<KnobHint ids={['architecture']} meaning={() => t('hint.activation')} effect="nextRun" />}
        value={architecture.activation}
        options={ACTIVATIONS.map((value) => ({ value, label: ACTIVATION_NAMES[value] }))}
        onChange={(activation) => changeSettings({ architecture: { ...architecture, activation } })}
      />
      <ChoiceSettingField id="initialisation" />
    </Fold>
  );
}

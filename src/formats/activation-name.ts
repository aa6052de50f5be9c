/** Activations as others spell them: `nn.ReLU(inplace=True)`, `Softplus(beta=1, threshold=20)`, `<function tanh at 0x7f…>`. */
import { type Activation, isActivation } from '#models/activations.ts';

/** Under what files tell it. */
const KEYS = [
  'activation',
  'activation_fn',
  'activation_function',
  'hidden_activation',
  'nonlinearity',
] as const;

/** Names other than ours. */
const SYNONYMS: Readonly<Record<string, Activation>> = {
  sine: 'sin',
  logistic: 'sigmoid',
  expit: 'sigmoid',
};

/** Settings that change nothing; softplus is linear beyond its threshold, where float32 knows no difference. */
const DEFAULTS: Readonly<Record<string, (value: string) => boolean>> = {
  inplace: () => true,
  beta: (value) => Number(value) === 1,
  threshold: (value) => Number(value) >= 20,
  w0: (value) => Number(value) === 1,
  omega: (value) => Number(value) === 1,
  omega_0: (value) => Number(value) === 1,
};

/** Whether all settings in the brackets of a call are such as change nothing. */
function areDefaults(settings: string): boolean {
  return settings
    .split(',')
    .filter((setting) => setting.trim() !== '')
    .every((setting) => {
      const [key = '', value = ''] = setting.split('=').map((part) => part.trim());
      return DEFAULTS[key]?.(value) ?? false;
    });
}

/** The activation that a text names, `null` for one that is not ours. */
export function activationNamed(text: string): Activation | null {
  // Python shows functions and classes between angle brackets.
  const shown = text
    .trim()
    .slice(0, 200)
    .replace(/^<PjitFunction of (<.*>)>$/, '$1')
    .replace(/^<(?:built-in )?(?:function|method|class|ufunc) '?([\w.]+)'?.*>$/, '$1');
  const [, name = '', settings = ''] = /^(?:\w+\.)*(\w+)(?:\((.*)\))?$/.exec(shown) ?? [];
  if (!areDefaults(settings)) return null;
  const word = name.toLowerCase();
  return isActivation(word) ? word : (SYNONYMS[word] ?? null);
}

/** What a file's texts tell of its activation, in their own words; `null` where they tell nothing. */
export function toldActivation(metadata: Readonly<Record<string, string>>): string | null {
  const key = KEYS.find((possible) => metadata[possible] !== undefined);
  return key === undefined ? null : (metadata[key] ?? null);
}

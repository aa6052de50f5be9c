/** The error at which a run pauses by itself, and what was found when it has. */
import { useId } from 'react';
import { curveFamilyOf } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';
import type { GoalReached } from '#store/training/state.ts';
import { ERROR_GOAL, GOAL_TASKS } from '#training/error-goal.ts';
import { formatBriefly, formatCount } from '#ui/format.ts';
import { Hint } from '#ui/hint.tsx';
import { FieldError, NumberInput, useNumberText } from '#ui/number-field.tsx';
import { useRefusal } from '../number-refusal.ts';
import { usePanelTexts } from '../panel-texts.ts';

/** By what an error is told apart from a cross-entropy. */
function useLossContext(): { readonly context?: 'classes' } {
  const isOfClasses = usePlayground(({ run, settings }) => curveFamilyOf(run?.settings ?? settings) === null);
  return isOfClasses ? { context: 'classes' } : {};
}

function Reached({ reached }: { readonly reached: GoalReached }) {
  const { t } = usePanelTexts();
  const whose = useLossContext();
  const { iteration, goal, innerSteps, error } = reached;
  const number = (value: number | null) => (value === null ? '' : (formatBriefly(value) ?? ''));
  return (
    <p className="note" role="status" data-testid="goal-reached">
      {t('train.goal.reached', {
        iteration: formatCount(iteration),
        count: innerSteps,
        ...whose,
        error: `${number(error.mean)} ± ${number(error.confidence95)}`,
        goal: formatBriefly(goal),
        tasks: GOAL_TASKS,
      })}
    </p>
  );
}

export default function RunEnd() {
  const { t } = usePanelTexts();
  const id = useId();
  const refusal = useRefusal();
  const goal = usePlayground((state) => state.errorGoal);
  const setErrorGoal = usePlayground((state) => state.setErrorGoal);
  const reached = usePlayground((state) => state.run?.reached ?? null);
  const innerSteps = usePlayground(({ run, settings }) => (run?.settings ?? settings).innerSteps);
  const name = t('train.goal.name', { count: innerSteps, ...useLossContext() });
  const field = useNumberText(
    goal,
    (value, typed) => {
      const { minimum, maximum } = ERROR_GOAL;
      if (!(value >= minimum && value <= maximum)) throw refusal(name, ERROR_GOAL, typed);
      setErrorGoal(value);
    },
    () => setErrorGoal(null),
  );
  return (
    <div>
      <div className="button-row train-to">
        <label htmlFor={id}>{name}</label>
        <Hint about={name}>{t('train.goal.hint', { tasks: GOAL_TASKS })}</Hint>
        <NumberInput id={id} field={field} />
      </div>
      <FieldError id={id} error={field.error} />
      {reached === null ? null : <Reached reached={reached} />}
    </div>
  );
}

/** Where a run ends by itself: at its planned iterations, or at an error; and what was found when it has. */
import { useId } from 'react';
import { curveFamilyOf } from '#families/family-of.ts';
import { usePlayground } from '#store/react.ts';
import type { GoalReached } from '#store/training/state.ts';
import { ERROR_GOAL, GOAL_TASKS } from '#training/error-goal.ts';
import { LEARNERS } from '#training/learners.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { formatBriefly, formatCount } from '#ui/format.ts';
import { Hint } from '#ui/hint.tsx';
import { FieldError, NumberInput, useNumberText } from '#ui/number-field.tsx';
import { useNamedChange, useRefusal } from '../number-refusal.ts';
import { usePanelTexts } from '../panel-texts.ts';
import { usePlan } from '../plan.ts';

/** Up to which iteration a run trains by itself, and that it has. */
function PlannedEnd() {
  const { t } = usePanelTexts();
  const id = useId();
  const { planned, isDone, isAtRest } = usePlan();
  const wished = usePlayground((state) => state.settings.iterations);
  const setNumber = usePlayground((state) => state.setNumber);
  const change = useNamedChange(t('train.planned'), NUMBER_SETTINGS.iterations, (value, typed) =>
    setNumber('iterations', value, typed),
  );
  const field = useNumberText(wished, change);
  return (
    <div>
      <div className="field-row">
        <label htmlFor={id}>{t('train.planned')}</label>
        <NumberInput id={id} field={field} />
      </div>
      <FieldError id={id} error={field.error} />
      <p className="note plan-done" role="status">
        {isDone
          ? t(isAtRest ? 'train.doneAtRest' : 'train.done', {
              count: planned,
              iterations: formatCount(planned),
            })
          : null}
      </p>
    </div>
  );
}

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
    <p className="note goal-reached" role="status" data-testid="goal-reached">
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

function PauseAtGoal() {
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
      void setErrorGoal(value);
    },
    () => void setErrorGoal(null),
  );
  return (
    <div>
      <div className="field-row">
        <label htmlFor={id}>{name}</label>
        <Hint about={name}>{t('train.goal.hint', { tasks: GOAL_TASKS })}</Hint>
        <NumberInput id={id} field={field} />
      </div>
      <FieldError id={id} error={field.error} />
      {reached === null ? null : <Reached reached={reached} />}
    </div>
  );
}

export function RunEnd() {
  const isOfOne = usePlayground(
    ({ run, settings }) => LEARNERS[(run?.settings ?? settings).algorithm].made !== 'byManyRuns',
  );
  return (
    <>
      <PlannedEnd />
      {isOfOne ? <PauseAtGoal /> : null}
    </>
  );
}

/** What a file leaves open, asked of the visitor: the activation, which of several networks, which of several tasks. */
import { useTranslation } from 'react-i18next';
import { ACTIVATIONS, type Activation } from '#models/activations.ts';
import type { TaskData } from '#families/task.ts';
import { sizesText } from '#formats/foreign-network.ts';
import type { ReadWeights } from '#formats/read-weights.ts';

/** What waits for an answer. */
export type Question =
  | Extract<ReadWeights, { kind: 'activationUnknown' | 'severalNetworks' }>
  | { readonly kind: 'tasks'; readonly tasks: readonly TaskData[]; readonly shown: number };

interface ChoiceProps<Choice extends string> {
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly onAnswer: (choice: Choice) => void;
  readonly onCancel: () => void;
}

function ChoiceQuestion<Choice extends string>(props: ChoiceProps<Choice>) {
  const { question, choices, onAnswer, onCancel } = props;
  const { t } = useTranslation();
  return (
    <div className="import-question" role="group" aria-label={question}>
      <p role="status">{question}</p>
      <div className="button-row">
        {choices.map((choice) => (
          <button key={choice} type="button" onClick={() => onAnswer(choice)}>
            {choice}
          </button>
        ))}
        <button type="button" className="plain" onClick={onCancel}>
          {t('weights.cancel')}
        </button>
      </div>
    </div>
  );
}

interface TaskProps {
  readonly count: number;
  readonly shown: number;
  readonly onAnswer: (task: number) => void;
}

/** A file of tasks has many, of which one is on screen. */
function TaskQuestion({ count, shown, onAnswer }: TaskProps) {
  const { t } = useTranslation();
  return (
    <div className="import-question">
      <p role="status">{t('weights.tasksPlaced', { shown: shown + 1, count })}</p>
      <label>
        {t('weights.whichTask')}{' '}
        <select value={shown} onChange={(event) => onAnswer(Number(event.target.value))}>
          {Array.from({ length: count }, (_, task) => (
            <option key={task} value={task}>
              {task + 1}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface QuestionProps {
  readonly question: Question;
  readonly onActivation: (activation: Activation) => void;
  readonly onNetwork: (name: string) => void;
  readonly onTask: (task: number) => void;
  readonly onCancel: () => void;
}

export function ImportQuestion({ question, onActivation, onNetwork, onTask, onCancel }: QuestionProps) {
  const { t } = useTranslation();
  switch (question.kind) {
    case 'activationUnknown': {
      const sizes = sizesText(question.network);
      const { told } = question;
      const text =
        told === null
          ? t('weights.askActivation', { sizes })
          : t('weights.askUnknownActivation', { sizes, told: told.slice(0, 40) });
      return (
        <ChoiceQuestion question={text} choices={ACTIVATIONS} onAnswer={onActivation} onCancel={onCancel} />
      );
    }
    case 'severalNetworks':
      return (
        <ChoiceQuestion
          question={t('weights.askNetwork', { count: question.names.length })}
          choices={question.names}
          onAnswer={onNetwork}
          onCancel={onCancel}
        />
      );
    case 'tasks':
      return <TaskQuestion count={question.tasks.length} shown={question.shown} onAnswer={onTask} />;
    default:
      return question satisfies never;
  }
}

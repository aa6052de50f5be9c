/** `train`: a run from first weights or a checkpoint to a weights file. */
import { Command, Option } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { GOAL_TASKS } from '#training/error-goal.ts';
import { settingsBefore } from '#training/steering.ts';
import { PRESET_NAMES } from '#training/presets.ts';
import {
  addEngineFlags,
  type CommandContext,
  commandConsole,
  type EngineFlags,
  sayEngine,
  withHost,
} from '../command.ts';
import { writeChanges } from '../changes.ts';
import { counted } from '../console.ts';
import { bringCurves, withCurves } from '../curve-files.ts';
import type { ExitName } from '../exit-codes.ts';
import {
  addArchitectureFlags,
  addFlags,
  flagTexts,
  type RunFiles,
  SETTING_FLAGS,
  trainCommand,
} from '../flags.ts';
import { isOfPictures } from '../host/headless-engine.ts';
import { setAside } from '../set-aside.ts';
import { describeEvaluation, describeHelp, describeGiven, givenCount } from '../summaries.ts';
import { type Trained, trainToFile } from '../train-to-file.ts';
import { planTraining, type TrainingOrder, type TrainingWishes } from '../training-order.ts';

interface TrainFlags extends EngineFlags, TrainingWishes {
  readonly evaluate: boolean;
}

const HELP = `
A run that is interrupted (Ctrl-C, SIGTERM), ends early by --stop-at or --stop-error, or diverges is kept in <out>.checkpoint, as is any
run every minute; --resume goes on from there and ends with the same bits. It knows of each --change that is still to
come; one that is told then takes their place.

Examples:
  npm run cli -- train --algorithm maml --shots 5 --iterations 5000 --out maml.safetensors
  npm run cli -- train --preset maml-paper --shots 10 --out maml-10.safetensors
  npm run cli -- train --change 20000:beta=0.0005 --change 40000:beta=0.0001 --out steered.safetensors
  npm run cli -- train --resume --out maml-10.safetensors`;

/** The flag by which the tasks were given. */
function givenTasks({ job, ownTasks }: TrainingOrder): Pick<RunFiles, 'tasks' | 'data' | 'allClasses'> {
  if (ownTasks === null || job.ownTasks === null) return {};
  if (!isOfPictures(job.ownTasks)) return { tasks: ownTasks.file };
  return { data: ownTasks.file, allClasses: job.ownTasks.isSplit !== true };
}

async function run(flags: TrainFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const { interruption } = context;
  const console = commandConsole(context);
  const planned = await planTraining(flags, await withCurves(flagTexts(command)));
  const { job, out, checkpoint } = planned;
  const { settings, until } = job;
  return withHost(flags, async (host) => {
    interruption.heed();
    const order = flags.resume ? planned : await setAside(planned, console);
    await sayEngine(console, host);
    await bringCurves(host.engine, settings);
    if (job.ownTasks !== null) console.say(describeGiven(job.ownTasks, settings));
    console.event('start', {
      settings,
      until,
      out,
      ownTasks: job.ownTasks === null ? null : givenCount(job.ownTasks),
    });
    let ended: Trained | 'interrupted';
    try {
      ended = await trainToFile(host.engine, order, console, interruption.signal, flags.evaluate);
    } catch (error) {
      if (!(error instanceof PlaygroundError) || error.code !== 'diverged') throw error;
      const hint = `The last good state is kept in ${checkpoint}; --init ${checkpoint} begins with its weights. ${error.hint}`;
      throw new PlaygroundError('diverged', error.message, hint);
    }
    if (ended === 'interrupted') {
      console.event('interrupted', { checkpoint });
      return interruption.exit() ?? 'interrupted';
    }
    const { refusals } = await host.engine.report();
    if (refusals.length > 0) await sayEngine(console, host);
    const files = { out, init: order.startedFrom?.file ?? null, ...givenTasks(order) };
    const { evaluation, engine, course, iteration } = ended;
    const begun = settingsBefore(course.settings, course.changes);
    const isOfOne = engine !== null && engine !== 'several';
    const changed = writeChanges(course.changes);
    const again = trainCommand(begun, iteration, files, isOfOne ? engine : null, changed);
    if (evaluation !== null)
      console.say(
        `${describeHelp(course.settings.architecture)}${describeEvaluation(evaluation, course.settings)}`,
      );
    const nearly = engine === 'several' ? 'several engines trained it' : 'which engine began it is not known';
    const same = isOfOne ? 'The same weights again' : `Nearly the same weights again, since ${nearly}`;
    console.say(`Wrote ${out} after ${counted(iteration, 'iteration')}. ${same}:\n  ${again}`);
    console.event('result', { out, iteration, evaluation, engine, command: again });
    return 'ok';
  });
}

/** The command, which reports how to exit. */
export function trainCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('train')
    .description('Trains weights and writes them, with settings and evaluation, to a safetensors file.')
    .requiredOption('--out <file>', 'weights file to write')
    .addOption(
      new Option('--preset <name>', 'settings of a published experiment, which flags change').choices(
        PRESET_NAMES,
      ),
    );
  addFlags(command, SETTING_FLAGS);
  addArchitectureFlags(command);
  command
    .option('--init <file>', 'weights, or the checkpoint of a run, to begin with instead of random ones')
    .option(
      '--tasks <file>',
      'your own tasks: CSV task,set,x,y, or JSON, a list of {"support": {"x": […], "y": […]}, "query": …}',
    )
    .option('--data <zip>', 'pictures to train on, a folder for each class, instead of invented characters')
    .option(
      '--all-classes',
      'trains on all classes of --data, instead of keeping some for validation and tests as the page does',
    )
    .option('--resume', 'goes on from <out>.checkpoint', false)
    .option('--stop-at <count>', 'ends the run early, after so many iterations')
    .option(
      '--stop-error <loss>',
      `ends the run early, once its mean loss on ${GOAL_TASKS} validation tasks after all --test-steps is no larger`,
    )
    .addOption(
      new Option(
        '--change <iteration:flag=value,…>',
        'what the run takes up on its way, from that iteration on; may be given several times',
      )
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'none'),
    )
    .option('--checkpoint-every <count>', 'writes weights along the run, each time so many iterations')
    .option('--checkpoints-at <list>', 'writes weights at these iterations, e.g. 0,100,500')
    .option('--checkpoints <folder>', 'where weights along the run are written (default: beside <out>)')
    .option('--no-evaluate', 'without the evaluation on 600 held-out tasks at the end');
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: TrainFlags) => {
    exit(await run(flags, command, context));
  });
}

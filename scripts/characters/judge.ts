/** Accuracy on tasks that no training has seen, by inner step. */
import { nearestNeighbours } from '../../src/families/characters/nearest-neighbour.ts';
import { sampleTasks, type TaskData, type TaskDistribution } from '../../src/families/task.ts';
import { type Architecture, outputSize } from '../../src/models/architecture.ts';
import { accuracyOf, meanAccuracy } from '../../src/training/accuracy.ts';
import type { Adaptation } from '../../src/training/learned.ts';
import type { MetaEngine } from '../../src/training/meta-engine.ts';

export interface Judged {
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
  readonly adaptation: Adaptation;
}

/** `87.1 ± 0.3 %`. */
function percent(shares: readonly number[]): string {
  const { mean, confidence95 } = meanAccuracy(shares);
  return `${(100 * mean).toFixed(1)} ± ${(100 * confidence95).toFixed(1)} %`;
}

/** Of a network after 0, 1 … `steps` inner steps. No query sees another one. */
async function byStep(
  engine: MetaEngine,
  { architecture, parameters, adaptation }: Judged,
  tasks: readonly TaskData[],
  steps: number,
): Promise<string[]> {
  const shares = Array.from({ length: steps + 1 }, (): number[] => []);
  for (const task of tasks) {
    const [trajectory] = await engine.adapt({
      architecture,
      loss: 'crossEntropy',
      parameters: [parameters],
      rates: [adaptation],
      tasks: [task],
      innerSteps: steps,
      gridX: task.query.x,
    });
    trajectory?.predictions.forEach((predicted, step) =>
      shares[step]?.push(accuracyOf(predicted, task.query.y, outputSize(architecture))),
    );
  }
  return shares.map(percent);
}

export interface Exam {
  readonly name: string;
  readonly tasks: TaskDistribution;
  readonly count: number;
  readonly shots: number;
  readonly queries: number;
  readonly ways: number;
}

function tasksOf({ tasks, count, shots, queries, ways }: Exam): TaskData[] {
  return sampleTasks(tasks, 0, count, { shots: ways * shots, queryPoints: ways * queries });
}

/** A line for each network and for the nearest neighbour in pixels, which learns nothing. */
export async function judge(
  engine: MetaEngine,
  exam: Exam,
  networks: Readonly<Record<string, Judged>>,
  steps: number,
): Promise<string[]> {
  const tasks = tasksOf(exam);
  const lines: string[] = [];
  for (const [name, network] of Object.entries(networks)) {
    const accuracies = await byStep(engine, network, tasks, steps);
    lines.push(`${exam.name}, ${name}, after 0 … ${steps} steps: ${accuracies.join(', ')}`);
  }
  const nearest = tasks.map((task) => accuracyOf(nearestNeighbours(task), task.query.y, exam.ways));
  return [...lines, `${exam.name}, nearest neighbour in pixels: ${percent(nearest)}`];
}

/** Comparing for real: over many tasks, over amplitude and phase, and with published numbers. */
import { EvaluationSection } from './evaluation.tsx';

export function ComparePanel() {
  return <EvaluationSection />;
}

/** The end of a program: its flags, the loop over meta-steps, and what it says at last. */
import type { RunFacts } from './run-facts.ts';
import { PICTURES_FILE, type PictureSupply } from './picture-supply.ts';

/** The file that a program reads beside itself. */
export const RUN_FILE = 'run.safetensors';

/** Where the tasks of a file end, the program does, too. */
const ENDING = `    if first < DRAWN.start or last > DRAWN.stop:
        expected = f"meta-steps from {DRAWN.start} to {DRAWN.stop}, whose tasks are in ${PICTURES_FILE}"
        raise SystemExit(f"Expected {expected}, found {first} to {last}.")
`;

const GOES_ON = `        if last == DRAWN.stop < ITERATIONS:
            print(f"The tasks in ${PICTURES_FILE} end here; the playground draws the next ones for {given.out}/${RUN_FILE}.")
`;

function isDrawn(supply: PictureSupply | null): boolean {
  return supply !== null && supply.metaSteps !== null;
}

export function programMain({ supply }: RunFacts): string {
  const end = isDrawn(supply) ? 'min(ITERATIONS, DRAWN.stop)' : 'ITERATIONS';
  const told =
    supply === null
      ? 'print(f"held-out tasks, step {step}: {mean:.4f} ± {width:.4f}")'
      : 'print(f"held-out tasks, step {step}: {mean:.2%} ± {width:.2%} right")';
  return `def main():
    parser = argparse.ArgumentParser(description="Goes on with a meta-training.")
    parser.add_argument("--run", default="${RUN_FILE}", help="checkpoint to go on from")
    parser.add_argument("--out", default=".", help="folder to write to")
    parser.add_argument("--steps", type=int, help="meta-steps to take; all that are left, if not given")
    given = parser.parse_args()
    if PROCESSES > META_BATCH:
        raise SystemExit(f"Expected at most {META_BATCH} processes, one for a task of the meta-batch, found {PROCESSES}.")
    if PROCESSES > 1:
        dist.init_process_group("nccl" if DEVICE.type == "cuda" else "gloo")
    os.makedirs(given.out, exist_ok=True)
    state, details = load(given.run)
    first = details["iteration"]
    last = first + (max(0, ${end} - first) if given.steps is None else given.steps)
${isDrawn(supply) ? ENDING : ''}    begun = time.perf_counter()
    for iteration in range(first, last):
        state, loss = meta_step(state, iteration)
        done = iteration + 1
        if RANK == 0 and (done % 100 == 0 or done == last):
            pace = f"{(done - first) / (time.perf_counter() - begun):.0f} meta-steps/s"
            print(f"{done} of {last}: query loss {loss.item():.4g} after adaptation, {pace}", flush=True)
        if RANK == 0 and (done % 1000 == 0 or done == last):
            keep(state, done, details, given.out)
    if RANK == 0:
        for step, (mean, width) in enumerate(zip(*evaluate(state["parameters"]))):
            ${told}
${isDrawn(supply) ? GOES_ON : ''}    if PROCESSES > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
`;
}

/** A module of a family's that comes when it is first wanted, and the functions of it that a family already names. */

export interface LateModule<Module> {
  /** `null` until it is here. */
  readonly now: () => Module | null;
  readonly load: () => Promise<Module>;
  /** A function of the module's. What it is called before is a fault of ours. */
  readonly late: <Name extends keyof Module>(name: Name) => Module[Name];
}

export function lateModule<Module extends object>(load: () => Promise<Module>): LateModule<Module> {
  let here: Module | null = null;
  return {
    now: () => here,
    load: async () => {
      here ??= await load();
      return here;
    },
    late: <Name extends keyof Module>(name: Name) =>
      ((...asked: never[]) => {
        if (here === null) throw new RangeError(`Expected ${String(name)}, found none yet.`);
        return (here[name] as (...given: never[]) => unknown)(...asked);
      }) as Module[Name],
  };
}

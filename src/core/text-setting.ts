/** What there is to say of a text that a user can set, said once: controls, flags, links and files read it. */
import type { ActingPlace, SettingFlagWords } from './number-setting.ts';

/** A flag that changes a part of the text, and may be given several times. */
export interface PartFlag {
  readonly name: string;
  /** How its value is named in the help. */
  readonly value: string;
  readonly help: string;
  /** The text with the parts, which stand in the order of the command line. @throws PlaygroundError */
  readonly change: (text: string, parts: readonly string[]) => string;
}

export interface TextSetting extends ActingPlace {
  readonly initial: string;
  readonly flag: SettingFlagWords & {
    readonly value: string;
    readonly part?: PartFlag;
    /** As a command has it, where that is not the text itself. */
    readonly written?: (text: string) => string;
  };
  /** The text as it is kept. @throws PlaygroundError `setting-out-of-range` for one that says nothing sound. */
  readonly checked: (text: string) => string;
}

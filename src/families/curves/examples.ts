/** Files of our own making to begin with, made by `scripts/curves.ts`: a test holds them to their digests. */
import { FIRST_FILE } from './settings.ts';

export const EXAMPLES = [
  { id: 'cooling', file: 'cooling.csv', sha256: FIRST_FILE },
  {
    id: 'temperatures',
    file: 'temperatures.csv',
    sha256: '51c4af899c26012c25961eb698a53687587e6a408c7aaa77ec418e7c9f55bc3e',
  },
] as const;

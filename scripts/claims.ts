/** Measures every general claim of the page and writes docs/claims.md. `-- TEXT…` measures those whose texts' ids have it, and writes nothing. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { markdownTable } from '../src/cli/reproduction/markdown.ts';
import { ADAPTING } from './claims/adapting.ts';
import { BATCHES } from './claims/batches.ts';
import { CHARACTERS } from './claims/characters.ts';
import type { Claim, Finding } from './claims/claim.ts';
import { OVER } from './claims/figures.ts';
import { openLab } from './claims/lab.ts';
import { PRETRAINING } from './claims/pretraining.ts';
import { SECOND_ORDER } from './claims/second-order.ts';
import { SHIPPING } from './claims/shipping.ts';
import { TESTED } from './claims/tested.ts';
import { digestOf } from './claims/texts.ts';
import { TRAINING } from './claims/training.ts';
import { TRANSDUCTION } from './claims/transduction.ts';
import { WIDTH } from './claims/width.ts';
import { WRONG_CODE } from './claims/wrong-code.ts';
import { WITHOUT_DESCENT } from './claims/without-descent.ts';

const CLAIMS: readonly Claim[] = [
  ...ADAPTING,
  ...PRETRAINING,
  ...SECOND_ORDER,
  ...WRONG_CODE,
  ...WITHOUT_DESCENT,
  ...TRAINING,
  ...BATCHES,
  ...WIDTH,
  ...SHIPPING,
  ...CHARACTERS,
  ...TRANSDUCTION,
];
const DOCUMENT = 'docs/claims.md';

const INTRODUCTION = `# Claims

Sentences of the page that claim something in general, what they claim, and the figure behind it, on at least ${OVER} unless the claim is
about files. A sentence is named by its file and path below \`src/app/i18n/en\` and \`zh\`; both languages were judged. What a sentence tells
with live numbers, what is a definition or follows from one by arithmetic, and what the papers say is not listed.

\`npm run claims\` measures all of it again, on the SIMD units of the CPU, writes this document, and fails where a figure contradicts its claim.
\`npm run claims -- TEXT\` measures those in whose names TEXT occurs. A changed sentence has another digest: it is to be judged again, which
\`tests/unit/scripts/claims.test.ts\` asks for. Held-out tasks are those of seed 1, judged by 100 query points; times depend on the machine.`;

function cellText(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function listed(texts: readonly string[]): string {
  return texts.map((id) => `\`${id}\``).join(' ');
}

function row({ texts, says }: Claim, { figure }: Finding): string[] {
  const [first = ''] = texts;
  const command = `npm run claims -- ${first}`;
  return [
    texts.map((id) => `\`${id}\``).join(' '),
    says,
    figure,
    `\`${command}\``,
    `\`${digestOf(texts)}\``,
  ].map(cellText);
}

const wanted = process.argv.slice(2);
const isAsked = ({ texts }: Claim) =>
  wanted.length === 0 || texts.some((id) => wanted.some((part) => id.includes(part)));

const lab = await openLab();
const rows: string[][] = [];
const failed: string[] = [];
for (const claim of CLAIMS.filter(isAsked)) {
  const finding = await claim.measure(lab);
  console.log(
    `${finding.holds ? 'holds' : 'FAILS'}  ${claim.texts.join(' ')}\n       ${claim.says}\n       ${finding.figure}`,
  );
  if (!finding.holds) failed.push(claim.texts.join(' '));
  rows.push(row(claim, finding));
}
if (wanted.length === 0) {
  const processor = cpus()[0]?.model ?? 'an unknown processor';
  const date = new Date().toISOString().slice(0, 10);
  const measured = `Measured on ${date} on ${processor} with ${availableParallelism()} cores.`;
  const head = ['texts', 'claim', 'figure', 'command', 'digest'];
  const tested = TESTED.map(({ texts, says, test }) => [
    ...[listed(texts), says, `\`${test}\``].map(cellText),
    `\`${digestOf(texts)}\``,
  ]);
  const others = `## Held by tests\n\n${markdownTable([['texts', 'claim', 'test', 'digest'], ...tested])}`;
  await writeFile(
    DOCUMENT,
    `${[INTRODUCTION, measured, markdownTable([head, ...rows]), others].join('\n\n')}\n`,
  );
  console.log(`Wrote ${DOCUMENT}`);
}
if (failed.length > 0) {
  console.error(`Contradicted: ${failed.join('; ')}`);
  process.exitCode = 1;
}

/** `npm test`: format, lint, types, build, unit, command-line, gpu and end-to-end tests, with one count at the end. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { ensureDependencies, run } from './setup.mjs';

const UNIT_REPORT = '.cache/vitest.json';
const E2E_REPORT = '.cache/e2e.json';

ensureDependencies();
for (const report of [UNIT_REPORT, E2E_REPORT]) rmSync(report, { force: true });

let passed = 0;
let failed = 0;

function check(title, command, argumentList) {
  console.log(`\n── ${title}`);
  if (run(command, argumentList) === 0) passed += 1;
  else failed += 1;
}

/** Adds a runner's own count; a run that broke without a failed test is a failure, too. */
function suite(title, argumentList, report, count) {
  console.log(`\n── ${title}`);
  const status = run('npx', argumentList);
  const counted = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : { good: 0, bad: 0 };
  passed += counted.good;
  failed += counted.bad;
  if ((status !== 0 || counted.good === 0) && counted.bad === 0) failed += 1;
}

check('Browser', 'npx', ['tsx', 'scripts/ensure-browser.ts']);
check('Format', 'npx', ['biome', 'format', '.']);
check('Lint', 'npx', ['oxlint', '--type-aware']);
check('Types', 'npx', ['tsc', '-p', '.']);
check('Build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`];
suite('Unit, command line and GPU', ['vitest', 'run', ...reporters], UNIT_REPORT, (report) => ({
  good: report.numPassedTests,
  bad: report.numFailedTests,
}));
suite('End to end', ['playwright', 'test'], E2E_REPORT, ({ stats }) => ({
  good: stats.expected + stats.flaky,
  bad: stats.unexpected,
}));

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

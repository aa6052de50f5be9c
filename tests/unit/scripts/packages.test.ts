import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Packages {
  overrides: Record<string, Record<string, string>>;
}

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; dependencies?: Record<string, string> }>;
}

const { overrides } = JSON.parse(readFileSync('package.json', 'utf8')) as Packages;
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

// A range begins with a digit, an operator, a star, or names a package; what is left is a tag such as `latest`.
const isTag = (range: string) => /^[a-z]+$/i.test(range) && range !== 'x';

test('what a package asks for by a tag is held to one version, for a tag moves and then nothing installs', () => {
  const held: string[] = [];
  for (const [path, { dependencies = {} }] of Object.entries(packages)) {
    const owner = path.replace(/^.*node_modules\//, '');
    for (const [name, range] of Object.entries(dependencies).filter(([, asked]) => isTag(asked))) {
      held.push(name);
      expect(overrides[owner]?.[name], `${owner} asks for ${name}@${range}`).toBe(
        packages[`node_modules/${name}`]?.version,
      );
    }
  }
  expect(held).toContain('third-party-web');
});

test('the lock file names no address of a registry', () => {
  const named = Object.entries(packages).filter(([, { resolved }]) => resolved?.startsWith('http'));
  expect(named.map(([path]) => path)).toEqual([]);
});

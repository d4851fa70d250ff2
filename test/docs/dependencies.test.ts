import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(checkout, file), 'utf8');

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

it('docs/dependencies.md gives a reason for each dependency, and for no other', () => {
  const manifests = ['package.json', 'state-lib/package.json'].map((file) => JSON.parse(read(file)) as Manifest);
  const wanted = new Set(
    manifests.flatMap(({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies })),
  );
  const rows =
    read('docs/dependencies.md')
      .split('## Programs')[0]
      ?.match(/^\| `.*$/gm) ?? [];
  const named = new Set(
    rows.flatMap((row) => (row.split('|')[1]?.match(/`([^`]+)`/g) ?? []).map((name) => name.slice(1, -1))),
  );
  expect([...named].toSorted()).toEqual([...wanted].toSorted());
});

it('every version is exact', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Manifest;
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

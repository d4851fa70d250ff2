import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appPassword, database } from './backing/postgres.js';
import { lastingPrimary, startBacking } from './backing/stack.js';
import type { Backing } from './backing/stack.js';
import { until } from './backing/until.js';

const library = join(import.meta.dirname, '..');
const installed = join(library, '..', 'node_modules');
const name = '@planetary-survival/state-lib';
const consumer = mkdtempSync(join(tmpdir(), 'state-lib-package-'));
const unpacked = join(consumer, 'node_modules', name);

let backing: Backing;

/** A project outside of the repository that has the packed library and what its manifest names, and nothing else. */
beforeAll(async () => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', consumer], { cwd: library, stdio: 'pipe' });
  const [tarball] = readdirSync(consumer).filter((file) => file.endsWith('.tgz'));
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['-xzf', join(consumer, tarball ?? ''), '-C', unpacked, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const one of [...Object.keys(dependencies), '@types/node']) {
    const link = join(consumer, 'node_modules', one);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(installed, one), link);
  }
  for (const file of ['esm.mts', 'cjs.cts'])
    copyFileSync(join(import.meta.dirname, 'consumer', 'round-trip.ts.txt'), join(consumer, file));
  const compilerOptions = {
    ...{ module: 'NodeNext', target: 'ES2023', lib: ['ES2023'], types: ['node'], strict: true, skipLibCheck: false },
  };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts', '*.cts'] }));
  backing = await startBacking(lastingPrimary);
}, 300_000);

afterAll(async () => {
  await backing.stop();
  rmSync(consumer, { recursive: true });
}, 60_000);

it('holds what is run, its types, its migrations and its README', () => {
  const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' });
  for (const file of [
    ...[
      'README.md',
      'COHERENCE.md',
      'SERVICE.md',
      'dist/esm/index.js',
      'dist/esm/index.d.ts',
      'dist/cjs/index.js',
      'dist/cjs/index.d.ts',
    ],
    ...['dist/esm/service/start.js', 'dist/esm/migrate/start.js', 'migrations/cockroach/0001_regions.sql'],
  ])
    expect(files).toContain(file);
  expect(files.filter((file) => /(^|\/)(test|histories|bench|src)(\/|$)|\.tsx?$(?<!\.d\.ts)/.test(file))).toEqual([]);
});

it('holds what its documents link to', () => {
  const links = readdirSync(unpacked)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(join(unpacked, file), 'utf8').matchAll(/\]\((?![a-z]+:)([^)#]+)/g)].map(
        ([, target]) => target ?? '',
      ),
    );
  expect(links).toContain('COHERENCE.md');
  expect(links.filter((link) => !existsSync(join(unpacked, link)))).toEqual([]);
});

describe.each([
  ['imported', 'esm.mts', 'esm.mjs'],
  ['required', 'cjs.cts', 'cjs.cjs'],
])('%s', (_how, source, program) => {
  it('has types that a strict consumer compiles with', () => {
    const tsc = join(installed, 'typescript', 'bin', 'tsc');
    const compile = (): string => {
      try {
        return execFileSync(process.execPath, [tsc, '-p', consumer], { encoding: 'utf8' });
      } catch (error) {
        return String((error as { stdout?: unknown }).stdout);
      }
    };
    expect(compile()).toBe('');
    expect(readFileSync(join(consumer, program), 'utf8')).toContain(source === 'cjs.cts' ? 'require(' : 'import {');
  });

  it('writes and reads', async () => {
    const [sentinel] = backing.settings.cache.sentinels;
    const places = [String(backing.ports.pgbouncer), String(sentinel?.port)];
    const output = await until(async () =>
      execFileSync(process.execPath, [join(consumer, program), ...places, database, appPassword], {
        encoding: 'utf8',
        stdio: 'pipe',
        timeout: 30_000,
      }),
    );
    expect(JSON.parse(output)).toEqual({ same: true, rows: 1, code: 'NOT_FOUND' });
  });
});

it('its programs start from the package', () => {
  const run = (program: string): string => {
    try {
      return execFileSync(process.execPath, [join(unpacked, 'dist', 'esm', program, 'start.js'), '/absent.json'], {
        stdio: 'pipe',
        encoding: 'utf8',
      });
    } catch (error) {
      return String((error as { stderr?: unknown }).stderr);
    }
  };
  for (const program of ['service', 'migrate']) expect(run(program)).toContain('/absent.json');
});

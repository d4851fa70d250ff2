import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileNames } from '../../config/read-profile.js';

const checkout = join(import.meta.dirname, '..', '..');
/** A checkout of links, in which `cdktf` is what the npm alias `cdktf@npm:cdktn` makes of it. */
const aliased = mkdtempSync(join(tmpdir(), 'cdktn-'));
const modules = join(aliased, 'node_modules');
afterAll(() => rmSync(aliased, { recursive: true, force: true }));

interface Synthesized {
  readonly '//': { readonly metadata: { readonly version: string } };
}

function link(folder: string, to: string, except: RegExp): void {
  for (const name of readdirSync(folder).filter((entry) => !except.test(entry)))
    symlinkSync(join(folder, name), join(to, name));
}

function alias(fork: 'cdktf' | 'cdktn'): void {
  rmSync(join(modules, 'cdktf'), { force: true });
  symlinkSync(join(checkout, 'node_modules', fork), join(modules, 'cdktf'));
}

/** Runs a program of the aliased checkout, whose links are taken for what they stand for. */
async function run(...args: string[]): Promise<string> {
  const links = ['--preserve-symlinks', '--preserve-symlinks-main'];
  return (await execa(process.execPath, [...links, ...args], { cwd: aliased })).stdout;
}

/** Every stack that main.ts synthesizes, by name. */
async function synthesized(fork: 'cdktf' | 'cdktn'): Promise<Map<string, Synthesized>> {
  alias(fork);
  await run('--import', 'tsx', 'main.ts');
  const stacks = join(aliased, 'cdktf.out', 'stacks');
  const read = (name: string) => JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as Synthesized;
  return new Map(readdirSync(stacks).map((name) => [name, read(name)]));
}

const versionOf = (library: string) =>
  (createRequire(import.meta.url)(`${library}/package.json`) as { version: string }).version;

describe('cdktn in the place of cdktf', { timeout: 3 * 60_000 }, () => {
  beforeAll(() => {
    mkdirSync(modules);
    link(checkout, aliased, /^(\.git|\.stacks|\.tools|node_modules|cdktf\.out.*)$/);
    link(join(checkout, 'node_modules'), modules, /^cdktf$/);
  });

  it('synthesizes the same stacks of every profile; the version of the library alone differs', async () => {
    const before = await synthesized('cdktf');
    const after = await synthesized('cdktn');
    expect([...after.keys()]).toEqual(expect.arrayContaining(profileNames(checkout)));
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [name, { '//': made, ...stack }] of after) {
      const { '//': old, ...same } = before.get(name) as Synthesized;
      expect(stack, name).toEqual(same);
      expect(old.metadata.version).toBe(versionOf('cdktf'));
      expect(made.metadata).toEqual({ ...old.metadata, version: versionOf('cdktn') });
    }
  });

  it('has the types that the sources and the bindings use', async () => {
    alias('cdktn');
    const config = join(aliased, 'tsconfig.cdktn.json');
    writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', include: ['main.ts', 'index.ts'] }));
    const read = await run(
      join(modules, 'typescript', 'bin', 'tsc'),
      ...['-p', config, '--preserveSymlinks', '--listFiles'],
    );
    expect(read).toContain(join(modules, '@cdktf', 'provider-docker', 'lib'));
    expect(read).toContain(join(modules, 'cdktf', 'lib'));
    expect(read).not.toContain(join(checkout, 'node_modules', 'cdktf'));
  });
});

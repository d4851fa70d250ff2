import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const stack = 'told-nothing';
const folder = join(checkout, '.stacks', stack);
const short = 'PLANETARY_SECRET_REDIS_APP is too short, with 7 characters. Allowed are 16 to 72 of A-Z';

async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const output = mkdtempSync(join(tmpdir(), 'told-'));
  onTestFinished(() => rmSync(output, { recursive: true }));
  const { stderr, exitCode } = await execa(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: checkout,
    reject: false,
    stdin: 'ignore',
    env: { PLANETARY_STACK: stack, PLANETARY_PROFILE: 'local', CDKTF_OUTDIR: output, ...env },
  });
  expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
  return { stderr, exitCode, written: existsSync(join(output, 'stacks', 'local')) };
}

it.each([
  ['operate/start.ts', []],
  ['operate/certs.ts', ['--rotate', 'passwords']],
])('%s %s refuses a given secret before it touches anything', async (program, args) => {
  const { stderr, exitCode } = await run(program, args, { PLANETARY_SECRET_REDIS_APP: 'hunter2' });
  expect(stderr).toContain(short);
  expect(stderr).not.toContain('hunter2');
  expect(exitCode).toBe(2);
  expect(existsSync(folder)).toBe(false);
});

it('a synth refuses given secrets and settings at once, before it writes anything', async () => {
  const faults = { PLANETARY_SECRET_REDIS_APP: 'hunter2', PLANETARY_SET_REDIS_REPLICAS: 'two' };
  const { stderr, exitCode, written } = await run('main.ts', [], faults);
  expect(stderr.split('\n')).toEqual([
    'PLANETARY_SET_REDIS_REPLICAS: redis.replicas must be a number, got "two"',
    expect.stringContaining(short),
  ]);
  expect(exitCode).toBe(2);
  expect(written).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

it('a synth says which file of the vault is damaged, and what to do', async () => {
  mkdirSync(join(folder, 'vault'), { recursive: true });
  writeFileSync(join(folder, 'vault', 'authority.pem'), 'hunter2');
  const { stderr, exitCode } = await run('main.ts', []);
  expect(stderr).toContain('authority.pem is damaged: it must be a certificate and its key in PEM. Restore it');
  expect(stderr).not.toContain('hunter2');
  expect(exitCode).toBe(3);
});

it('smoke refuses reports that it cannot write, before it checks anything', async () => {
  const { stderr, exitCode } = await run('smoke/main.ts', ['--json', '/no/dir/x', '--junit', checkout]);
  expect(stderr.split('\n')).toEqual([
    '--json /no/dir/x: cannot be written (ENOENT); it must be a file, there or not, in a folder that is there and may be written',
    `--junit ${checkout}: it is a folder; it must be a file, there or not, in a folder that is there and may be written`,
  ]);
  expect(exitCode).toBe(2);
});

it('npx cdktf synth prints the faults first, without a stack trace', async () => {
  const output = mkdtempSync(join(tmpdir(), 'told-'));
  onTestFinished(() => rmSync(output, { recursive: true }));
  const { all, exitCode } = await execa(
    join(checkout, 'node_modules', '.bin', 'cdktf'),
    ['synth', '--output', output],
    {
      cwd: checkout,
      reject: false,
      stdin: 'ignore',
      all: true,
      env: {
        CI: '1',
        CHECKPOINT_DISABLE: '1',
        TF_CLI_CONFIG_FILE: undefined,
        PLANETARY_SECRET_REDIS_APP: 'hunter2',
        PLANETARY_SET_REDIS_REPLICAS: 'two',
      },
    },
  );
  expect(stripVTControlCharacters(all)).toMatch(
    /^\[\S+\] \[ERROR\] default - PLANETARY_SET_REDIS_REPLICAS: .*, got "two"\nPLANETARY_SECRET_REDIS_APP is too short/,
  );
  expect(all).not.toMatch(/^\s+at .+:\d+/m);
  expect(exitCode).toBe(1);
});

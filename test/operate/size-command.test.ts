import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { writeProfile } from '../../operate/size/write-profile.js';

const checkout = join(import.meta.dirname, '..', '..');
const usual = ['--players', '10000', '--actions-per-second', '2', '--target-ms', '10'];

async function size(...args: string[]) {
  return await execa(process.execPath, ['--import', 'tsx', 'operate/size.ts', ...args], {
    cwd: checkout,
    reject: false,
    stdin: 'ignore',
  });
}

it('shows the sums, and leaves the profile alone without --write', async () => {
  const profile = join(checkout, 'config', 'environments', 'production.yaml');
  const before = readFileSync(profile, 'utf8');
  const { stdout, exitCode } = await size(...usual);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/pool of each +the larger, 20 ÷ 2 += +10 connections +pgbouncer.poolSize\n/);
  expect(readFileSync(profile, 'utf8')).toBe(before);
});

it('explains itself, exit codes too', async () => {
  const { stdout, exitCode } = await size('--help');
  expect(exitCode).toBe(0);
  for (const option of ['--players', '--actions-per-second', '--target-ms', '--query-ms', '--hit-rate', '--write'])
    expect(stdout).toContain(option);
  expect(stdout).toContain('Exit codes: 0 done');
});

it.each([
  [['--players', '10'], "required option '--actions-per-second"],
  [[...usual, '--players', 'many'], 'It must be a whole number from 1 to 1000000'],
  [[...usual, '--hit-rate', '1'], 'It must be a number from 0 to 0.999'],
  [[...usual, '--query-ms', '10'], '--query-ms must be below --target-ms: 10 ≥ 10'],
  [[...usual, '--profile', 'productoin'], 'production'],
])('refuses %j with exit code 2', async (args, message) => {
  const { stderr, exitCode } = await size(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect(exitCode).toBe(2);
});

it('writes settings into a profile: comments and what else it says stay', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'size-')), 'production.yaml');
  writeFileSync(
    file,
    '# Ours.\nplatform: kubernetes\nredis:\n  # For the event.\n  maxMemoryMiB: 4096 # much\n  replicas: 3\n',
  );
  writeProfile(
    file,
    new Map([
      ['redis.maxMemoryMiB', 1024],
      ['pgbouncer.poolSize', 10],
    ]),
  );
  expect(readFileSync(file, 'utf8')).toBe(
    '# Ours.\nplatform: kubernetes\nredis:\n  # For the event.\n  maxMemoryMiB: 1024 # much\n  replicas: 3\npgbouncer:\n  poolSize: 10\n',
  );
  expect(readdirSync(join(file, '..'))).toEqual(['production.yaml']);
});

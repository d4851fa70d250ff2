import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const programs = ['start', 'stop', 'status', 'sql', 'redis'] as const;

async function run(program: string, ...args: string[]) {
  return await execa(process.execPath, ['--import', 'tsx', `operate/${program}.ts`, ...args], {
    cwd: checkout,
    reject: false,
    stdin: 'ignore',
  });
}

describe.each(programs)('npm %s', (program) => {
  it('explains itself, exit codes too', async () => {
    const { stdout, exitCode } = await run(program, '--help');
    expect(exitCode).toBe(0);
    for (const option of ['--profile <name>', '--stack <name>', '--set <key=value>']) expect(stdout).toContain(option);
    expect(stdout).toContain('Exit codes: 0 done');
  });

  it('refuses an option that it does not have, with exit code 2 and no stack trace', async () => {
    const { stderr, exitCode } = await run(program, '--no-such-option');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown option '--no-such-option'");
    expect(stderr).not.toContain('    at ');
  });

  it('refuses a setting with a fault, naming the flag', async () => {
    const { stderr, exitCode } = await run(program, '--set', 'redis.memoryMib=900', '--set', 'redis.replicas=two');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--set redis.memoryMib: redis.memoryMib is not a known key; did you mean "memoryMiB"?');
    expect(stderr).toContain('--set redis.replicas: redis.replicas must be a number, got "two"');
    expect(stderr).not.toContain('    at ');
  });

  it('refuses a profile that it cannot work on', async () => {
    const { stderr, exitCode } = await run(program, '--profile', 'production');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('config/environments/production.yaml: platform must be docker for this command');
  });

  it('refuses the name of a stack that cannot be one', async () => {
    const { stderr, exitCode } = await run(program, '--stack', 'No Such');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('docker.stack');
    expect(stderr).not.toContain('    at ');
  });
});

it('npm run images explains itself', async () => {
  const { stdout, exitCode } = await execa(process.execPath, ['--import', 'tsx', 'offline/build.ts', '--help'], {
    cwd: checkout,
    reject: false,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Exit codes: 0 done');
});

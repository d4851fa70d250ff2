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
    expect(stdout).toContain('--stack <name>');
    expect(stdout).toContain('Exit codes: 0 done');
  });

  it('refuses an option that it does not have, with exit code 2 and no stack trace', async () => {
    const { stderr, exitCode } = await run(program, '--no-such-option');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown option '--no-such-option'");
    expect(stderr).not.toContain('    at ');
  });

  it('refuses the name of a stack that cannot be one', async () => {
    const { stderr, exitCode } = await run(program, '--stack', 'No Such');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('docker.stack');
    expect(stderr).not.toContain('    at ');
  });
});

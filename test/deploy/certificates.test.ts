import { describe, expect, inject, it } from 'vitest';
import { run } from './commands.js';

const minuteMs = 60_000;
const stack = inject('testStack');
const certs = async (...args: string[]) =>
  await run('npm', 'run', '--silent', 'certs', '--', '--stack', stack, ...args);

describe('npm run certs', { timeout: 6 * minuteMs }, () => {
  it('shows each certificate with its use and its end', async () => {
    const { exitCode, output } = await certs();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/every tier .*Planetary Survival authority .*authority .*\d{4}-\d\d-\d\d .*valid/);
    expect(output).toMatch(/redis +│ tls\.crt .*server, client .*36\d .*valid/);
  });
});

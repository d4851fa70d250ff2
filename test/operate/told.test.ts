import { afterEach, expect, it, vi } from 'vitest';
import { SettingsError } from '../../config/settings-error.js';
import { Failure, Interrupted } from '../../operate/failure.js';
import { told } from '../../operate/told.js';
import { Refusal } from '../../toolchain/refusal.js';

afterEach(() => vi.unstubAllEnvs());

it.each([
  [new SettingsError(['one', 'two']), 'one\ntwo', 2],
  [new Refusal('no engine'), 'no engine', 3],
  [new Failure('the check failed'), 'the check failed', 1],
  [new Interrupted('SIGTERM'), 'interrupted by SIGTERM', 143],
  [
    Object.assign(new Error('write'), { code: 'ENOSPC', path: '/x' }),
    '/x cannot be written: its file system is full',
    1,
  ],
])('%s has its exit code', (error, message, exitCode) => {
  expect(told(error)).toMatchObject({ message: expect.stringContaining(message) as unknown, exitCode });
});

it('an error that nobody foresees is told without its stack trace, which a variable adds', () => {
  const error = new TypeError('x is not a function');
  expect(told(error)).toEqual({
    message:
      'x is not a function\nNo command foresees this; PLANETARY_TRACE=1 before the command shows where it comes from.',
    exitCode: 1,
  });
  vi.stubEnv('PLANETARY_TRACE', '1');
  expect(told(error).message).toMatch(/^TypeError: x is not a function\n {4}at /);
  expect(told('text').message).toBe('text');
});

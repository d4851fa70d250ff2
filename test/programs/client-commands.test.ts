import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { checkout } from '../../toolchain/tools-directory.js';

test.each(['redis', 'pgbouncer', 'sql'])(
  'npm run %s refuses a stack that is not up, and makes nothing for it',
  async (program) => {
    const stack = `nope-${program}`;
    const { stderr, exitCode } = await execa(
      process.execPath,
      ['--import', 'tsx', `operate/${program}.ts`, '--stack', stack],
      // Libraries of colours take a CI for a terminal.
      { cwd: checkout, reject: false, stdin: 'ignore', env: { CI: 'true' } },
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3, stderr: `The stack ${stack} is not up: npm start.` });
    expect(existsSync(join(checkout, '.stacks', stack))).toBe(false);
  },
);

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, it } from 'vitest';
import { removeStalePidFiles } from '../../toolchain/engine-process.js';
import { processStatus } from '../../toolchain/process-status.js';
import { endedProcess } from './ended-process.js';

const checkout = join(import.meta.dirname, '..', '..');
const stack = `t-refused-${process.pid}`;

afterAll(() => rmSync(join(checkout, '.stacks', stack), { recursive: true, force: true }));

it('removes the PID file of an engine whose number another process has got, and no other', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pid-'));
  const [own, other, gone] = ['own', 'other', 'gone'].map((name) => join(directory, name)) as [string, string, string];
  const name = readFileSync('/proc/self/comm', 'utf8').trim();
  writeFileSync(own, `${process.pid}`);
  writeFileSync(other, `${process.pid}\n`);
  writeFileSync(gone, `${2 ** 22 - 1}`);
  removeStalePidFiles({ [name]: own, dockerd: other, containerd: gone });
  expect([own, other, gone].map((file) => existsSync(file))).toEqual([true, false, false]);
});

it('removes the PID file of an engine that was killed and whose end nobody has asked for', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pid-')), 'ended');
  const processId = await endedProcess();
  writeFileSync(file, String(processId));
  removeStalePidFiles({ [String(processStatus(processId)?.name)]: file });
  expect(existsSync(file)).toBe(false);
});

it.each([
  ['tcp://127.0.0.1:1', 'is remote (tcp://127.0.0.1:1); allowed is one at a unix:// socket'],
  ['unix:///no/such.sock', 'at unix:///no/such.sock does not answer'],
])('npm start refuses an engine at %s, and tells why: exit code 3', async (address, reason) => {
  const { stderr, exitCode } = await execa(
    process.execPath,
    ['--import', 'tsx', 'operate/start.ts', '--stack', stack],
    {
      cwd: checkout,
      env: { DOCKER_HOST: address },
      stdin: 'ignore',
      reject: false,
    },
  );
  expect(exitCode).toBe(3);
  expect(stderr).toContain(reason);
  expect(stderr).not.toContain('    at ');
  expect(existsSync(join(checkout, '.stacks', stack, 'running.json'))).toBe(false);
});

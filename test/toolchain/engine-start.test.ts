import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, it, vi } from 'vitest';
import { removeStalePidFiles } from '../../toolchain/engine-process.js';

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
  // The shell becomes a program that does not ask how its child ended.
  const parent = execa('sh', ['-c', 'sleep 0 & echo $! > "$0"; exec sleep 10', file], { reject: false });
  await vi.waitFor(() => {
    const processId = readFileSync(file, 'utf8').trim();
    expect(readFileSync(`/proc/${processId}/stat`, 'utf8')).toMatch(/\(s(h|leep)\) Z/);
  }, 5_000);
  removeStalePidFiles({ sleep: file });
  expect(existsSync(file)).toBe(false);
  parent.kill();
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

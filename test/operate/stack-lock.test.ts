import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockStack } from '../../operate/stack-lock.js';
import { processStatus } from '../../toolchain/process-status.js';
import { Refusal } from '../../toolchain/refusal.js';
import { endedProcess } from '../toolchain/ended-process.js';

const folder = () => mkdtempSync(join(tmpdir(), 'lock-'));

const held = (directory: string, pid: number, started: string | undefined) =>
  writeFileSync(
    join(directory, 'running.json'),
    JSON.stringify({ pid, started, command: 'npm start', since: '2026-11-24T10:00:00Z' }),
  );

it('refuses a second command and says who has the stack', async () => {
  const directory = folder();
  const other = spawn('sleep', ['30']);
  try {
    const pid = other.pid ?? 0;
    held(directory, pid, processStatus(pid)?.started);
    const refusal = await lockStack(directory, 'npm start').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).message).toContain(
      `\`npm start\` (process ${pid}, since 2026-11-24T10:00:00Z) is changing this stack`,
    );
  } finally {
    other.kill();
  }
});

it('takes over from a dead process, even one still listed, from another one that got its number, and from a damaged lock', async () => {
  const ended = await endedProcess();
  for (const leave of [
    (directory: string) => held(directory, 2 ** 22 - 1, '1'),
    (directory: string) => held(directory, process.ppid, 'another time'),
    (directory: string) => held(directory, ended, processStatus(ended)?.started),
    (directory: string) => writeFileSync(join(directory, 'running.json'), '{'),
    (directory: string) => writeFileSync(join(directory, 'running.json'), '{}'),
  ]) {
    const directory = folder();
    leave(directory);
    const release = await lockStack(directory, 'npm stop');
    release();
    expect(existsSync(join(directory, 'running.json'))).toBe(false);
  }
});

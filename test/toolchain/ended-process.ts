import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, vi } from 'vitest';
import { processStatus } from '../../toolchain/process-status.js';

/** The number of a process `sleep` that was killed, but whose end nobody has asked for. On Linux. */
export async function endedProcess(): Promise<number> {
  const file = join(mkdtempSync(join(tmpdir(), 'ended-')), 'pid');
  const parent = execa('sh', ['-c', 'sleep 60 & echo $! > "$0"; exec sleep 60', file], { reject: false });
  onTestFinished(() => void parent.kill());
  // Once the shell has become another program, nobody asks how the child ended.
  await vi.waitFor(() => expect(processStatus(Number(parent.pid))?.name).toBe('sleep'), 5_000);
  const processId = Number(readFileSync(file, 'utf8'));
  process.kill(processId, 'SIGKILL');
  await vi.waitFor(() => expect(processStatus(processId)?.isEnded).toBe(true), 5_000);
  return processId;
}

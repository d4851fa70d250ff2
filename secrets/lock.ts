import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../toolchain/process-status.js';
import { Refusal } from '../toolchain/refusal.js';
import { createFile, readIfPresent } from './atomic-file.js';

const lockName = '.lock';
/** Work under a lock takes a second or two; a lock this old is a crashed process' whose number another process has got since. */
const staleAfterMs = 120_000;
const pollMs = 20;

export interface LockOptions {
  /** Time to wait for another process, in ms. @default 30000 */
  readonly waitMs?: number;
}

/**
 * Runs `work` while no other process does so for the same directory. The lock of a process that has died is taken over.
 * Throws a Refusal when the lock stays taken. Not re-entrant.
 */
export async function withLock<T>(
  directory: string,
  work: () => T | Promise<T>,
  { waitMs = 30_000 }: LockOptions = {},
): Promise<T> {
  const path = join(directory, lockName);
  const token = `${process.pid} ${randomBytes(8).toString('hex')}`;
  const deadline = performance.now() + waitMs;
  for (;;) {
    const holder = createFile(path, token);
    if (holder === token) break;
    if (isStale(path, holder)) {
      takeAway(path, holder);
      continue;
    }
    if (performance.now() > deadline) throw new Refusal(takenMessage(path, holder, waitMs));
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    if (readIfPresent(path) === token) rmSync(path, { force: true });
  }
}

/** Removes a dead process' lock; the second file makes sure that it is not a new one which another process took meanwhile. */
function takeAway(path: string, holder: string): void {
  const claim = `${path}.claim`;
  const token = `${process.pid} ${randomBytes(8).toString('hex')}`;
  const claimant = createFile(claim, token);
  if (claimant !== token) {
    if (isStale(claim, claimant)) rmSync(claim, { force: true });
    return;
  }
  if (readIfPresent(path) === holder) rmSync(path, { force: true });
  rmSync(claim, { force: true });
}

function isStale(path: string, holder: string): boolean {
  const processId = Number.parseInt(holder, 10);
  if (Number.isInteger(processId) && processId > 0 && !isRunning(processId)) return true;
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > staleAfterMs;
}

function takenMessage(path: string, holder: string, waitMs: number): string {
  const processId = holder.split(' ')[0];
  return (
    `${path} is held by process ${processId} for longer than ${waitMs / 1000} s. ` +
    `Wait for that run to end; when there is no such run, delete the file.`
  );
}

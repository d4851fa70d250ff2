import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../secrets/lock.js';
import { isRunning, processStatus } from '../toolchain/process-status.js';
import { Refusal } from '../toolchain/refusal.js';

/** Who changes a stack right now. */
interface Holder {
  readonly pid: number;
  /** As `ProcessStatus.started`. */
  readonly started: string | undefined;
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * Takes the lock of a stack for this process, or refuses and says who has it. The lock of a dead process is taken over.
 *
 * @param directory the folder of the stack, made when missing.
 * @returns what releases it.
 * @throws Refusal when another live process has it.
 */
export async function lockStack(directory: string, command: string): Promise<() => void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'running.json');
  const own: Holder = {
    pid: process.pid,
    started: processStatus(process.pid)?.started,
    command,
    since: new Date().toISOString(),
  };
  await withLock(directory, () => {
    const holder = readHolder(file);
    if (holder !== undefined && holder.pid !== process.pid && isAlive(holder))
      throw new Refusal(heldMessage(holder, file));
    writeFileSync(file, `${JSON.stringify(own)}\n`, { mode: 0o600 });
  });
  return () => {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

function readHolder(file: string): Holder | undefined {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  return isRunning(pid) && started === processStatus(pid)?.started;
}

function heldMessage({ pid, command, since }: Holder, file: string): string {
  return (
    `\`${command}\` (process ${pid}, since ${since}) is changing this stack: wait for it, or stop it (kill -INT ${pid}), and run the ` +
    `command again. The lock is ${file}.`
  );
}

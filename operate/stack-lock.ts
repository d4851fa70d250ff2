import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../secrets/lock.js';
import { Refusal } from '../toolchain/refusal.js';

/** Who changes a stack right now. */
interface Holder {
  readonly pid: number;
  /** When the process started, in the kernel's own units: another process that got the same number later has another one. */
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
    started: startTime(process.pid),
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
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === startTime(pid);
}

/** Field 22 of `/proc/<pid>/stat`; undefined where there is no `/proc`. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may have spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function heldMessage({ pid, command, since }: Holder, file: string): string {
  return (
    `\`${command}\` (process ${pid}, since ${since}) is changing this stack: wait for it, or stop it (kill -INT ${pid}), and run the ` +
    `command again. The lock is ${file}.`
  );
}

import { readFileSync } from 'node:fs';

/** A process as Linux lists it. */
export interface ProcessStatus {
  readonly name: string;
  /** Whether it has ended, and nobody has asked yet how. */
  readonly isEnded: boolean;
  /** When it started, in the kernel's own units: another process that gets the same number later has another one. */
  readonly started: string | undefined;
}

/** Undefined: there is none, or this system has no `/proc`. */
export function processStatus(processId: number | string): ProcessStatus | undefined {
  try {
    const [, name = '', rest = ''] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${processId}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ');
    return { name, isEnded: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] };
  } catch {
    return undefined;
  }
}

/** Whether a process runs; one that was killed and is still listed does not. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    // Somebody else's process may not be asked, and runs.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return processStatus(processId)?.isEnded !== true;
}

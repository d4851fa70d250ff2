import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { engineLog } from '../../../toolchain/engine-process.js';

const pidFile = '/var/run/docker.pid';

/**
 * The process of the engine, when it may be ended: this checkout has started it, and nothing but one stack runs on it. Else why not, in words.
 */
export async function ownEngine(stack: string): Promise<number | string> {
  if (process.env['DOCKER_HOST'] || !existsSync(pidFile)) return 'the engine is not one that npm start started';
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (outputOf(pid) !== engineLog) return 'the engine is not one that this checkout started';
  const { stdout } = await execa('docker', ['ps', '--format', '{{.Names}}']);
  const others = stdout.split('\n').filter((name) => name !== '' && !name.startsWith(`${stack}-`));
  return others.length === 0 ? pid : `the engine also runs ${others.join(', ')}`;
}

/** Ends the engine, and waits until it has. */
export async function endEngine(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  process.kill(pid, signal);
  const deadline = Date.now() + 60_000;
  while (outputOf(pid) !== undefined) {
    if (Date.now() > deadline) throw new Error(`the engine (process ${pid}) has not ended within 60 s of ${signal}`);
    await sleep(200);
  }
}

/** Where a process prints to; undefined when it has ended. */
function outputOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/fd/1`);
  } catch {
    return undefined;
  }
}

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { processStatus } from './process-status.js';
import { Refusal } from './refusal.js';
import { toolsDirectory } from './tools-directory.js';

/** What the engine prints when it was started here, without systemd. */
export const engineLog = join(toolsDirectory(), 'dockerd.log');

const pidFiles = { dockerd: '/var/run/docker.pid', containerd: '/var/run/docker/containerd/containerd.pid' };

/** Starts the engine of this machine, as root: by systemd where it runs, else as a process of its own session. */
export async function startEngine(): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    const { failed, stderr } = await execa('systemctl', ['start', 'docker'], { reject: false });
    if (failed) throw new Refusal(`systemctl start docker failed: ${stderr}`);
    return;
  }
  removeStalePidFiles();
  mkdirSync(dirname(engineLog), { recursive: true });
  const log = openSync(engineLog, 'a');
  spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log], cwd: '/' }).unref();
}

/**
 * After a crash another process may have got the number in a PID file, given by program, or nobody may have asked yet how the process ended;
 * then the engine would refuse to start.
 */
export function removeStalePidFiles(files: Readonly<Record<string, string>> = pidFiles): void {
  for (const [name, file] of Object.entries(files)) {
    if (!existsSync(file)) continue;
    const status = processStatus(readFileSync(file, 'utf8').trim());
    if (status?.name !== name || status.isEnded) rmSync(file, { force: true });
  }
}

/** The last lines of the engine's own log, for an error. */
export function engineLogTail(): string[] {
  if (!existsSync(engineLog)) return [];
  return readFileSync(engineLog, 'utf8').trim().split('\n').slice(-5);
}

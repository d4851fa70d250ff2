import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { descendants, processes } from '../../operate/descendants.js';
import { checkout, type Ended } from './commands.js';

/** Ends a command while it runs. */
export type Interrupt = (pid: number) => Promise<void> | void;

/** Ctrl-C on a terminal: the whole group of the command gets it. */
export const controlC: Interrupt = (pid) => void process.kill(-pid, 'SIGINT');

/** The command's own processes are killed; what it has started loses its reader and its terminal. */
export const killCommand: Interrupt = (pid) => void process.kill(-pid, 'SIGKILL');

/** As when the power fails: Terraform and the provider are killed in the middle of what they are at. */
export const killEverything: Interrupt = async (pid) => {
  const all = await processes();
  const below = descendants(all, pid, [...new Set(all.map(({ program }) => program))]);
  for (const process_ of [pid, ...below]) {
    try {
      process.kill(process_, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
};

/** Runs `npm start` and interrupts it a moment after a line that matches. */
export async function startInterrupted(
  arguments_: readonly string[],
  at: RegExp,
  interrupt: Interrupt,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const started = performance.now();
  const child = execa('npm', ['start', '--', ...arguments_], {
    cwd: checkout,
    env: { CHECKPOINT_DISABLE: '1', ...env },
    stdin: 'ignore',
    detached: true,
    all: true,
    reject: false,
  });
  let seen = '';
  let isDone = false;
  child.all.on('data', (data: Buffer) => {
    seen += data.toString();
    if (isDone || !at.test(seen)) return;
    isDone = true;
    setTimeout(() => void interrupt(Number(child.pid)), 500);
  });
  const { exitCode, signal, all } = await child;
  // npm ends by the signal that it got; a shell makes 128 and the signal's number of that.
  const code = exitCode ?? 128 + (signal === undefined ? 0 : constants.signals[signal]);
  return { exitCode: code, output: all, seconds: (performance.now() - started) / 1000 };
}

/** An engine behind a socket of its own, which can go away while the real one stays. */
export class EngineSocket {
  private readonly folder = mkdtempSync(join(tmpdir(), 'engine-'));
  private readonly open = new Set<Socket>();
  private readonly server = createServer((client) => {
    const engine = createConnection('/var/run/docker.sock');
    for (const socket of [client, engine]) {
      this.open.add(socket);
      socket.on('error', () => {}).on('close', () => this.open.delete(socket));
    }
    client.pipe(engine).pipe(client);
  });

  readonly path = join(this.folder, 'docker.sock');

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.path, resolve));
  }

  /** Nothing answers from now on, and what was asked is cut off. */
  goAway(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true });
  }
}

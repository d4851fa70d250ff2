import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command, WorkerOrder } from './worker.js';

export interface Counts {
  readonly operations: number;
  readonly hits: number;
  readonly misses: number;
  readonly errors: number;
}

/** An instance of the library in a process of its own. */
export class Worker {
  #process: ChildProcess;
  #counts: Counts = { operations: 0, hits: 0, misses: 0, errors: 0 };
  #before: Counts = this.#counts;

  private constructor(private readonly order: WorkerOrder) {
    this.#process = this.#fork(order);
  }

  static async start(order: WorkerOrder): Promise<Worker> {
    const worker = new Worker(order);
    await worker.#ready();
    return worker;
  }

  /** What it did, its former processes included. */
  get counts(): Counts {
    return sum([this.#before, this.#counts]);
  }

  command(command: Command): void {
    if (this.#process.connected) this.#process.send(command);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  get dead(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Kills the process, unless it died already, and starts another. */
  async restart(seed: number): Promise<void> {
    if (!this.dead) {
      this.signal('SIGKILL');
      await exited(this.#process);
    }
    this.#before = this.counts;
    this.#counts = { operations: 0, hits: 0, misses: 0, errors: 0 };
    this.#process = this.#fork({ ...this.order, create: false, seed });
    await this.#ready();
  }

  async stop(): Promise<void> {
    this.command({ command: 'stop' });
    const timer = setTimeout(() => this.signal('SIGKILL'), 15_000);
    if (!this.dead) await exited(this.#process);
    clearTimeout(timer);
  }

  #fork(order: WorkerOrder): ChildProcess {
    const path = fileURLToPath(new URL('worker.ts', import.meta.url));
    return fork(path, [JSON.stringify(order)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  async #ready(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#process.once('exit', (code) => reject(new Error(`a worker ended with ${code} before it was ready`)));
      this.#process.on('message', (message) => {
        if ('ready' in (message as object)) resolve();
        else this.#counts = message as Counts;
      });
    });
  }
}

async function exited(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null)
    await new Promise((resolve) => process.once('exit', resolve));
}

export function sum(list: readonly Counts[]): Counts {
  const add = (name: keyof Counts): number => list.reduce((total, counts) => total + counts[name], 0);
  return { operations: add('operations'), hits: add('hits'), misses: add('misses'), errors: add('errors') };
}

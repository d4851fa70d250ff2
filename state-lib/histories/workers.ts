import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command, Report, WorkerOrder } from './worker.js';

const path = fileURLToPath(new URL('worker.ts', import.meta.url));

/** An instance of the library in a process of its own. */
export class Worker {
  #process: ChildProcess;
  #report: Report = { operations: 0, trusted: false };
  #before = 0;

  private constructor(private readonly order: WorkerOrder) {
    this.#process = this.#fork(order);
  }

  static async start(order: WorkerOrder): Promise<Worker> {
    const worker = new Worker(order);
    await worker.#ready();
    return worker;
  }

  /** Operations that ended, those of its former processes included. */
  get operations(): number {
    return this.#before + this.#report.operations;
  }

  /** Whether it trusts the cache, as it said last. */
  get trusted(): boolean {
    return this.#report.trusted;
  }

  get dead(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  command(command: Command): void {
    if (this.#process.connected) this.#process.send(command);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Takes back what it said: what counts is what it says from now on. */
  forget(): void {
    this.#report = { ...this.#report, trusted: false };
  }

  /** Kills the process, unless it died already, and starts another. */
  async restart(seed: number): Promise<void> {
    if (!this.dead) {
      this.signal('SIGKILL');
      await exited(this.#process);
    }
    this.#before = this.operations;
    this.#report = { operations: 0, trusted: false };
    this.#process = this.#fork({ ...this.order, create: false, seed });
    await this.#ready();
  }

  async stop(): Promise<void> {
    this.command({ command: 'stop' });
    const timer = setTimeout(() => this.signal('SIGKILL'), 15_000);
    await exited(this.#process);
    clearTimeout(timer);
  }

  #fork(order: WorkerOrder): ChildProcess {
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
        else this.#report = message as Report;
      });
    });
  }
}

async function exited(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null)
    await new Promise((resolve) => process.once('exit', resolve));
}

import { join } from 'node:path';
import { execa } from 'execa';

export const checkout = join(import.meta.dirname, '..', '..');

export interface Ended {
  readonly exitCode: number;
  /** What a person would have seen: standard output and standard error, in order. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command of the README in this checkout, without a terminal. */
export async function run(command: string, ...args: string[]): Promise<Ended> {
  return await runWith({}, command, ...args);
}

/** As `run`, with more environment. */
export async function runWith(env: Record<string, string>, command: string, ...args: string[]): Promise<Ended> {
  const started = performance.now();
  const { exitCode, all } = await execa(command, args, {
    cwd: checkout,
    env: { CHECKPOINT_DISABLE: '1', ...env },
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  return { exitCode: exitCode ?? -1, output: all, seconds: (performance.now() - started) / 1000 };
}

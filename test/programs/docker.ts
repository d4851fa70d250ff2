import { execa } from 'execa';

export interface Ran {
  readonly exitCode: number;
  /** Both streams. */
  readonly output: string;
}

/** Runs the docker client; a failure is a result. */
export async function docker(...args: string[]): Promise<Ran> {
  const { exitCode, all } = await execa('docker', args, { all: true, reject: false });
  return { exitCode: exitCode ?? 1, output: all };
}

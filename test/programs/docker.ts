import { execa } from 'execa';

export interface Ran {
  readonly exitCode: number;
  /** Both streams. */
  readonly output: string;
}

/** Runs the docker client; a failure is a result. */
export async function docker(...args: string[]): Promise<Ran> {
  return dockerHeard(() => {}, ...args);
}

/** As `docker`, telling what is printed as it comes. */
export async function dockerHeard(hear: (text: string) => void, ...args: string[]): Promise<Ran> {
  const client = execa('docker', args, { all: true, reject: false });
  client.all.on('data', (chunk: Buffer) => hear(chunk.toString()));
  const { exitCode, all } = await client;
  return { exitCode: exitCode ?? 1, output: all };
}

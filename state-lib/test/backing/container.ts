import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const execute = promisify(execFile);

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await execute('docker', args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

export interface ContainerOptions {
  readonly image: string;
  readonly user?: string;
  /** Text files below /run/test, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/** A real program in a container of the offline images, on the machine's loopback. */
export class Container {
  private constructor(
    readonly name: string,
    private readonly run: readonly string[],
  ) {}

  static async start({ image, user = 'nobody', files = {}, command }: ContainerOptions): Promise<Container> {
    const name = `state-lib-test-${randomBytes(6).toString('hex')}`;
    const writes = Object.entries(files).map(
      ([file, text]) => `printf %s '${Buffer.from(text).toString('base64')}' | base64 -d > /run/test/${file}`,
    );
    const script = [...writes, 'exec "$@"'].join('\n');
    const limits = [
      '--network',
      'host',
      '--cap-drop',
      'ALL',
      '--ulimit',
      'nofile=8192:8192',
      '--label',
      'state-lib-test=1',
    ];
    const scratch = ['--tmpfs', '/run/test:mode=1777,exec', '--tmpfs', '/tmp:mode=1777'];
    const entry = ['--entrypoint', '/bin/bash', image, '-euc', script, 'bash'];
    const run = ['run', '-d', '--name', name, '--user', user, ...limits, ...scratch, ...entry, ...command];
    await docker(...run);
    return new Container(name, run);
  }

  async exec(...command: string[]): Promise<string> {
    return await docker('exec', this.name, ...command);
  }

  /** SIGKILL and no restart; `start` brings it back without its data. */
  async kill(): Promise<void> {
    await docker('kill', this.name);
  }

  async signal(name: string): Promise<void> {
    await docker('kill', '--signal', name, this.name);
  }

  async start(): Promise<void> {
    // Started again, an engine 20.10 mounts the scratch directories without their mode.
    await this.remove();
    await docker(...this.run);
  }

  async pause(): Promise<void> {
    await docker('pause', this.name);
  }

  async unpause(): Promise<void> {
    await docker('unpause', this.name);
  }

  async logs(): Promise<string> {
    return await docker('logs', '--tail', '50', this.name);
  }

  async remove(): Promise<void> {
    await docker('rm', '-f', '-v', this.name);
  }
}

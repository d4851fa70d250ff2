import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 64 * 1024 * 1024 });
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
  private constructor(readonly name: string) {}

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
    await docker('run', '-d', '--name', name, '--user', user, ...limits, ...scratch, ...entry, ...command);
    return new Container(name);
  }

  async exec(...command: string[]): Promise<string> {
    return await docker('exec', this.name, ...command);
  }

  /** SIGKILL and no restart; `start` brings it back with its scratch directories empty. */
  async kill(): Promise<void> {
    await docker('kill', this.name);
  }

  async signal(name: string): Promise<void> {
    await docker('kill', '--signal', name, this.name);
  }

  async start(): Promise<void> {
    await docker('start', this.name);
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

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { until } from '../broken/bench.js';

/** A container that poses as one of the stack and breaks every promise: each check must name it. */
export interface Stranger {
  readonly name: string;
  /** What it has in its environment, arguments, labels and log, as if it were a secret. */
  readonly canary: string;
  readonly remove: () => Promise<void>;
}

const misbehave = `
console.log(process.env.CANARY);
require('node:net').createServer().listen(7777, () =>
  require('node:dgram').createSocket('udp4').bind(7778, () => console.log('listening')));
`;

/** Starts the stranger from the image of `like`, on the engine's own network, which has a way out; nothing is sent there. */
export async function startStranger(stack: string, like: string): Promise<Stranger> {
  const [name, canary] = [`${stack}-stranger`, randomUUID()];
  const folder = mkdtempSync(join(tmpdir(), 'planetary-stranger-'));
  // No engine's socket is behind it.
  const socket = join(folder, 'docker.sock');
  writeFileSync(socket, '');
  const docker = async (...args: string[]): Promise<string> => (await execa('docker', args)).stdout;
  const image = await docker('inspect', '--format', '{{.Image}}', like);
  await docker(
    ...['run', '--detach', '--name', name, '--user', '0', '--security-opt', 'seccomp=unconfined', '--ipc', 'host'],
    ...['--label', `planetary.stack=${stack}`, '--label', 'planetary.tier=redis', '--label', `canary=${canary}`],
    ...['--env', `CANARY=${canary}`, '--volume', `${socket}:/var/run/docker.sock:ro`],
    ...['--entrypoint', 'node', image, '-e', misbehave, canary],
  );
  await until(`${name} listens`, 120, async () => (await docker('logs', name)).includes('listening'));
  return {
    name,
    canary,
    remove: async () => {
      await docker('rm', '--force', name);
      rmSync(folder, { recursive: true });
    },
  };
}

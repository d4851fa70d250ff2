import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureOfflineImages } from '../../offline/images.js';
import { confined, docker, image, uid, type Output } from './stand-in-cluster.js';
import { ThrowAwayCertificates } from './throw-away-certificates.js';

const start = ['start', '--certs-dir=/secrets', '--join=a', '--advertise-addr=a', '--store=/tmp/store'];
const made: ThrowAwayCertificates[] = [];

beforeAll(() => ensureOfflineImages(), 600_000);
afterAll(() => Promise.all(made.map((certificates) => certificates.remove())));

async function throwAway(): Promise<ThrowAwayCertificates> {
  const directory = await ThrowAwayCertificates.create(uid);
  made.push(directory);
  return directory;
}

function run(directory: string | undefined, options: string[], ...args: string[]): Promise<Output> {
  const mount = directory === undefined ? [] : ['--volume', `${directory}:/secrets:ro`];
  return docker('run', '--rm', '--network', 'none', ...confined, ...mount, ...options, image, ...args);
}

/** What a node says that started well: it waits until it is ended. */
async function startsWell(directory: string, ...options: string[]): Promise<string> {
  const { stdout } = await run(
    directory,
    ['--entrypoint', 'timeout', ...options],
    '3',
    '/cockroach/cockroach',
    ...start,
  );
  return stdout;
}

describe('the stand-in refuses', () => {
  it('a flag that CockroachDB does not have', async () => {
    const { exitCode, stderr } = await run(undefined, [], 'start', '--join=a', '--replicas=3');
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/ERROR: unknown flag: --replicas\nFailed running "start"$/);
  });

  it('--insecure', async () => {
    const { exitCode, stderr } = await run(undefined, [], 'start', '--join=a', '--insecure');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('the PostgreSQL stand-in for CockroachDB does not take --insecure');
  });

  it('to start without certificates', async () => {
    const { exitCode, stderr } = await run(undefined, ['--tmpfs', '/secrets'], ...start);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'ERROR: cannot load certificates.\n' +
        'Check your certificate settings, set --certs-dir, or use --insecure for insecure clusters.\n\n' +
        'problem using security settings: no certificates found; does certs dir exist?\nFailed running "start"',
    );
  });

  it('to start without a node certificate', async () => {
    const { exitCode, stderr } = await run((await throwAway()).directory, [], ...start);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('problem with node certificate: not found');
  });

  it('a node certificate of somebody else', async () => {
    const directory = await throwAway();
    await directory.issue('node', 'root', ['localhost']);
    const { exitCode, stderr } = await run(directory.directory, [], ...start);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('client/server node certificate has principals ["root" "localhost"], expected "node"');
  });

  it('a key that others can read, unless told not to look', async () => {
    const directory = await throwAway();
    await directory.issue('node', 'node', ['localhost'], 0o644);
    const { exitCode, stderr } = await run(directory.directory, [], ...start);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('key file /secrets/node.key has permissions -rw-r--r--, exceeds -rwx------');
    const skipped = await startsWell(directory.directory, '--env', 'COCKROACH_SKIP_KEY_PERMISSION_CHECK=true');
    expect(skipped).toContain('PostgreSQL stand-in for CockroachDB node starting');
  });

  it('nothing else: with good certificates it starts', async () => {
    const directory = await throwAway();
    await directory.issue('node', 'node', ['localhost']);
    expect(await startsWell(directory.directory)).toContain('wait for `cockroach init`');
  });
});

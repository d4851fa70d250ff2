import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { offlineImages } from '../../config/images.js';
import { ThrowAwayCertificates } from './throw-away-certificates.js';

/** An uid that no user of the image has; a name for it must not be needed. */
export const uid = 12_345;
export const image = offlineImages.cockroach;

export interface Output {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the docker client; a failure is a result. */
export async function docker(...args: string[]): Promise<Output> {
  const { exitCode, stdout, stderr } = await execa('docker', args, { reject: false });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/** As confined as the stack's containers are. */
export const confined = [
  ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', `${uid}:${uid}`],
  ...['--tmpfs', '/tmp:mode=1777', '--entrypoint', '/cockroach/cockroach'],
];

const names = [0, 1, 2].map((index) => `cockroach-${index}.cockroach-nodes`);
const join = `--join=${names.join(',')}`;

/** Three nodes of the stand-in on a network of their own without a way out. */
export class StandInCluster {
  readonly id = `stand-in-test-${randomBytes(4).toString('hex')}`;

  private constructor(readonly certificates: ThrowAwayCertificates) {}

  static async create(): Promise<StandInCluster> {
    const certificates = await ThrowAwayCertificates.create(uid);
    await certificates.issue('node', 'node', ['localhost', 'cockroach', ...names]);
    await certificates.issue('client.root', 'root');
    const cluster = new StandInCluster(certificates);
    await docker('network', 'create', '--internal', cluster.id);
    for (const index of [0, 1, 2]) {
      const volume = `${cluster.id}-${index}`;
      await docker('volume', 'create', volume);
      await docker(
        'run',
        '--rm',
        '--volume',
        `${volume}:/data`,
        '--entrypoint',
        'chown',
        image,
        `${uid}:${uid}`,
        '/data',
      );
      await cluster.start(index);
    }
    return cluster;
  }

  container(index: number): string {
    return `${this.id}-${index}`;
  }

  async start(index: number): Promise<void> {
    const name = names[index] ?? '';
    const started = await docker(
      ...['run', '--detach', '--name', this.container(index), '--network', this.id, ...confined],
      ...['--network-alias', name, '--network-alias', 'cockroach', '--memory', '1g'],
      ...['--volume', `${this.certificates.directory}:/secrets:ro`, '--volume', `${this.id}-${index}:/data`],
      ...[
        image,
        'start',
        '--certs-dir=/secrets',
        '--store=path=/data,size=10GiB',
        join,
        `--advertise-addr=${name}:26257`,
      ],
      ...['--listen-addr=:26257', '--http-addr=:8080', '--cache=64MiB', '--max-sql-memory=128MiB'],
      ...[`--locality=region=local,zone=${index}`],
    );
    if (started.exitCode !== 0) throw new Error(started.stderr);
  }

  /** Takes a node off the network, as when its cable is pulled. */
  cutOff(index: number): Promise<Output> {
    return docker('network', 'disconnect', this.id, this.container(index));
  }

  /** Undoes `cutOff`. */
  reconnect(index: number): Promise<Output> {
    const aliases = ['--alias', names[index] ?? '', '--alias', 'cockroach'];
    return docker('network', 'connect', ...aliases, this.id, this.container(index));
  }

  /** Runs a `cockroach` command line in a container of its own on the cluster's network. */
  cockroach(...args: string[]): Promise<Output> {
    return this.client('/cockroach/cockroach', ...args);
  }

  /** Runs any program of the image on the cluster's network. */
  client(entryPoint: string, ...args: string[]): Promise<Output> {
    const mount = `${this.certificates.directory}:/secrets:ro`;
    const options = [...confined, '--network', this.id, '--volume', mount, '--entrypoint', entryPoint];
    return docker('run', '--rm', ...options, image, ...args);
  }

  init(): Promise<Output> {
    return this.cockroach('init', '--certs-dir=/secrets', `--host=${names[0]}:26257`);
  }

  /** SQL as root at one node. */
  sql(index: number, text: string, ...flags: string[]): Promise<Output> {
    return this.cockroach(
      'sql',
      '--certs-dir=/secrets',
      `--host=${names[index]}`,
      '--format=csv',
      '-e',
      text,
      ...flags,
    );
  }

  /** Status of an HTTPS path at one node, asked from inside of its container; 0 when nobody answers. */
  async httpStatus(index: number, path: string): Promise<number> {
    const url = `https://localhost:8080${path}`;
    const wget = [
      'wget',
      '--quiet',
      '--server-response',
      '--tries=1',
      '--timeout=5',
      '--ca-certificate=/secrets/ca.crt',
    ];
    const { stderr } = await docker('exec', this.container(index), ...wget, '--output-document=/dev/null', url);
    return Number(/HTTP\/1\.1 (\d+)/.exec(stderr)?.[1] ?? 0);
  }

  async awaitReady(index: number, status = 200, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while ((await this.httpStatus(index, '/health?ready=1')) !== status) {
      if (Date.now() > end) {
        const logs = await docker('logs', '--tail', '20', this.container(index));
        throw new Error(`node ${index} did not answer ${status} in ${seconds} s:\n${logs.stdout}\n${logs.stderr}`);
      }
      await sleep(200);
    }
  }

  /** Waits until every node is ready, and either of two copies may take the lead: until Patroni has listed it, a copy that streams may not. */
  async awaitCopies(seconds = 60): Promise<void> {
    for (const index of [0, 1, 2]) await this.awaitReady(index);
    const copies = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'";
    const end = Date.now() + seconds * 1000;
    while (!(await this.sql(0, copies)).stdout.endsWith('\n2')) {
      if (Date.now() > end) throw new Error(`not three copies within ${seconds} s`);
      await sleep(200);
    }
  }

  /** Index of the node that takes the writes: the PostgreSQL of each has a port of its own. */
  async leader(): Promise<number> {
    for (const index of [0, 1, 2]) {
      const { stdout, exitCode } = await this.sql(index, 'SHOW port');
      if (exitCode === 0) return Number(stdout.split('\n').at(-1)) - 25_430;
    }
    throw new Error('no node takes writes');
  }

  async initialize(): Promise<void> {
    const done = await this.init();
    if (done.exitCode !== 0) throw new Error(done.stderr);
    for (const index of [0, 1, 2]) await this.awaitReady(index);
  }

  async remove(): Promise<void> {
    await docker('rm', '--force', ...[0, 1, 2].map((index) => this.container(index)));
    await docker('network', 'rm', this.id);
    await docker('volume', 'rm', ...[0, 1, 2].map((index) => `${this.id}-${index}`));
    await this.certificates.remove();
  }
}

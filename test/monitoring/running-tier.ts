import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { offlineImages } from '../../config/images.js';
import { nodesHost, replicaHost, tierHost } from '../../constructs/topology.js';
import { podName, type Workload } from '../../constructs/workload.js';
import { materialise } from '../../secrets/materialise.js';
import { openVault, type Vault } from '../../secrets/vault.js';

const userId = process.getuid?.() === 0 ? 10_001 : (process.getuid?.() ?? 10_001);

export interface Ran {
  readonly exitCode: number;
  readonly output: string;
}

/** A network of its own on which tiers run as their workloads say, and which takes everything with it. */
export class RunningTiers {
  private readonly name = `monitoring-test-${randomBytes(4).toString('hex')}`;
  private readonly directory = mkdtempSync(join(tmpdir(), 'planetary-monitoring-'));
  private readonly containers: string[] = [];
  private vault: Vault | undefined;

  async open(): Promise<void> {
    await execa('docker', ['network', 'create', '--internal', this.name]);
    await this.give({});
  }

  /** Takes secrets from an environment; they reach a workload with its next `rotate`. */
  async give(environment: Readonly<Record<string, string>>): Promise<void> {
    this.vault = await openVault({ directory: join(this.directory, 'vault'), environment, report: () => {} });
  }

  /** Starts the first replica of a workload, as both platforms would: read-only, without privileges, one user. */
  async start(workload: Workload): Promise<string> {
    const { tier, image, command, args, env, files, scratch, memoryMiB, storageGiB, openFiles } = workload;
    if (image === 'grafana') throw new Error('there is no offline image of Grafana');
    const pod = `${tier}-0`;
    const container = `${this.name}-${pod}`;
    const named = (text: string) => text.replaceAll(podName, pod);
    for (const [path, text] of Object.entries(files)) this.write(`config/${tier}/${path}`, text);
    await this.rotate(workload);
    const aliases = [tierHost(tier), nodesHost(tier), replicaHost(tier, 0)].flatMap((a) => ['--network-alias', a]);
    const volumes = ['config', 'secrets'].flatMap((kind) => [
      '--mount',
      `type=bind,source=${this.directory}/${kind}/${tier},target=/${kind},readonly`,
    ]);
    const memory = Object.entries({ ...scratch, ...(storageGiB === undefined ? {} : { '/data': 256 }) });
    const tmpfs = memory.flatMap(([path, mib]) => ['--tmpfs', `${path}:size=${mib}m,uid=${userId},gid=${userId}`]);
    const variables = Object.entries({ POD_NAME: pod, ...env }).flatMap(([k, v]) => ['--env', `${k}=${named(v)}`]);
    const nofile = openFiles === undefined ? [] : ['--ulimit', `nofile=${openFiles}:${openFiles}`];
    const limits = [...nofile, '--memory', `${memoryMiB}m`, '--cap-drop=ALL', '--security-opt=no-new-privileges:true'];
    const entry = ['--entrypoint', named(command[0] ?? ''), offlineImages[image]];
    this.containers.push(container);
    await execa('docker', [
      ...['run', '--detach', '--pull=never', '--read-only', '--restart=unless-stopped', '--name', container],
      ...['--network', this.name, '--user', `${userId}:${userId}`],
      ...[...aliases, ...volumes, ...tmpfs, ...variables, ...limits, ...entry],
      ...[...command.slice(1), ...args].map(named),
    ]);
    return container;
  }

  /** Writes the secrets of a workload anew, which a running one sees. */
  async rotate({ tier, secrets }: Pick<Workload, 'tier' | 'secrets'>): Promise<void> {
    if (!this.vault) throw new Error('open the tiers first');
    mkdirSync(join(this.directory, 'config', tier), { recursive: true });
    const directory = join(this.directory, 'secrets');
    await materialise({ vault: this.vault, directory, userId, requests: [{ tier, secrets }] });
  }

  /** Runs a command inside a container. */
  async run(container: string, command: readonly string[]): Promise<Ran> {
    const { exitCode = 1, all } = await execa('docker', ['exec', container, ...command], { all: true, reject: false });
    return { exitCode, output: all };
  }

  /** Waits until a command inside a container succeeds. Throws with its last output after a minute. */
  async until(container: string, command: readonly string[]): Promise<void> {
    const end = Date.now() + 60_000;
    for (;;) {
      const { exitCode, output } = await this.run(container, command);
      if (exitCode === 0) return;
      if (Date.now() > end) throw new Error(`${command.join(' ')} fails: ${output}\n${await this.logs(container)}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  async logs(container: string): Promise<string> {
    return (await execa('docker', ['logs', '--tail=40', container], { all: true, reject: false })).all;
  }

  async close(): Promise<void> {
    if (this.containers.length > 0) {
      await execa('docker', ['rm', '--force', '--volumes', ...this.containers], { reject: false });
    }
    await execa('docker', ['network', 'rm', this.name], { reject: false });
    rmSync(this.directory, { recursive: true, force: true });
  }

  private write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveImages } from '../../config/images.js';
import { nodesHost, replicaHost, replicaHosts, slot, tierHost, type TierName } from '../../constructs/topology.js';
import { dataDirectory, podName, type Process, type Task, type Workload } from '../../constructs/workload.js';
import { materialise } from '../../secrets/materialise.js';
import { openVault, type Vault } from '../../secrets/vault.js';
import { docker, dockerHeard, type Ran } from './docker.js';

const root = process.getuid?.() === 0;
const userId = root ? 10_001 : (process.getuid?.() ?? 10_001);
const images = resolveImages({ source: 'offline', mirror: '', overrides: {} });

/** Workloads as the stack runs them: confined, with the offline images, a folder for each replica's data, and names that resolve while a replica is stopped. */
export class Bench {
  readonly name = `t-programs-${randomBytes(4).toString('hex')}`;
  private readonly directory = mkdtempSync(join(tmpdir(), 'planetary-programs-'));
  private readonly containers: string[] = [];

  private constructor(
    private opened: Vault,
    private readonly vaultDirectory: string,
    private readonly hosts: ReadonlyMap<string, string>,
  ) {}

  /** A bench without any network, or with one that has no way out and on which these replicas find each other. */
  static async open(
    options: {
      readonly network?: Partial<Record<TierName, number>>;
      readonly environment?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<Bench> {
    const hosts = new Map<string, string>();
    const directory = mkdtempSync(join(tmpdir(), 'planetary-vault-'));
    const { environment = {} } = options;
    const vault = await openVault({ directory: join(directory, 'vault'), environment, report: () => {} });
    const bench = new Bench(vault, join(directory, 'vault'), hosts);
    bench.folders.push(directory);
    const subnet = options.network && (await bench.createNetwork());
    for (const [tier, replicas] of Object.entries(options.network ?? {}) as [TierName, number][])
      for (const [index, host] of replicaHosts(tier, replicas).entries())
        hosts.set(host, `${subnet}.${slot(tier) * 16 + index}`);
    return bench;
  }

  private readonly folders: string[] = [this.directory];

  get vault(): Vault {
    return this.opened;
  }

  /** Takes other secrets from an environment; they reach a workload with its next `secrets`. */
  async give(environment: Readonly<Record<string, string>>): Promise<void> {
    this.opened = await openVault({ directory: this.vaultDirectory, environment, report: () => {} });
  }

  /** Starts one replica, in place of the one that ran before; its data is kept. */
  async start(workload: Workload, index = 0): Promise<string> {
    const pod = `${workload.tier}-${index}`;
    const container = `${this.name}-${pod}`;
    const replica = replicaHost(workload.tier, index);
    const address = this.hosts.get(replica);
    const aliases = [tierHost(workload.tier), nodesHost(workload.tier), replica];
    const network = address
      ? [`--network=${this.name}`, `--ip=${address}`, ...aliases.map((alias) => `--network-alias=${alias}`)]
      : ['--network=none'];
    const data = workload.storageGiB === undefined ? [] : [`--volume=${this.folder(`data/${pod}`)}:${dataDirectory}`];
    await this.remove(container);
    this.containers.push(container);
    const options = await this.options(workload.tier, workload, pod);
    const { exitCode, output } = await docker(
      ...['run', '--detach', `--name=${container}`, ...network, ...data, ...options],
    );
    if (exitCode !== 0) throw new Error(output);
    return container;
  }

  /** Runs a task, or any process with a workload's files and secrets, to its end. */
  async run(owner: string, task: Process | Task, hear: (text: string) => void = () => {}): Promise<Ran> {
    const network = this.hosts.size > 0 ? this.name : 'none';
    return dockerHeard(hear, 'run', '--rm', `--network=${network}`, ...(await this.options(owner, task, owner)));
  }

  /** Writes the secrets of a tier, anew when it runs. Throws where a name is no plain file name. */
  async secrets(tier: string, secrets: Process['secrets']): Promise<void> {
    const directory = join(this.directory, 'secrets');
    await materialise({ vault: this.vault, directory, userId, requests: [{ tier, secrets }] });
  }

  /** Runs a shell script inside a container. */
  async sh(container: string, script: string): Promise<Ran> {
    return this.exec(container, ['sh', '-c', script]);
  }

  async exec(container: string, command: readonly string[]): Promise<Ran> {
    return docker('exec', container, ...command);
  }

  /** Runs the workload's own probe in a replica. */
  async probe({ probe }: Workload, container: string): Promise<Ran> {
    const pod = container.slice(this.name.length + 1);
    return this.exec(container, ['timeout', String(probe.timeoutSeconds), ...named(probe.command, pod)]);
  }

  async ready(workload: Workload, container: string): Promise<void> {
    await this.until(container, async () => (await this.probe(workload, container)).exitCode === 0);
  }

  /** Waits until something holds; throws with the container's log after `seconds`. */
  async until(container: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1_000;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not in ${seconds} s:\n${await this.logs(container)}`);
      await sleep(250);
    }
  }

  /** Sends a signal to the first process of a container, from outside of it. */
  async signal(container: string, signal: string): Promise<void> {
    await docker('kill', `--signal=${signal}`, container);
  }

  /** Waits for the end of a container; gives its exit code and log. */
  async ended(container: string): Promise<Ran> {
    const { output } = await docker('wait', container);
    return { exitCode: Number(output), output: await this.logs(container, 'all') };
  }

  async logs(container: string, lines: number | 'all' = 60): Promise<string> {
    return (await docker('logs', `--tail=${lines}`, container)).output;
  }

  async remove(...containers: string[]): Promise<void> {
    if (containers.length > 0) await docker('rm', '--force', '--volumes', ...containers);
  }

  async close(): Promise<void> {
    await this.remove(...this.containers);
    if (this.hosts.size > 0) await docker('network', 'rm', this.name);
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }

  private async options(owner: string, process: Process, pod: string): Promise<string[]> {
    const { image, command, args, env, files, secrets, scratch, memoryMiB } = process;
    const config = this.folder(`config/${owner}`, false);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(config, path)), { recursive: true });
      writeFileSync(join(config, path), text);
    }
    await this.secrets(owner, secrets);
    const [entry = '', ...rest] = named(command, pod);
    return [
      ...['--pull=never', '--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges:true'],
      ...[`--user=${userId}:${userId}`, `--memory=${memoryMiB}m`, `--hostname=${pod}`],
      ...Object.entries({ POD_NAME: pod, ...env }).map(
        ([key, value]) => `--env=${key}=${value.replaceAll(podName, pod)}`,
      ),
      ...Object.entries(scratch).map(([path, mib]) => `--tmpfs=${path}:noexec,size=${mib}m,mode=1777`),
      ...[`--volume=${config}:/config:ro`, `--volume=${this.directory}/secrets/${owner}:/secrets:ro`],
      ...[...this.hosts].map(([host, address]) => `--add-host=${host}:${address}`),
      ...[`--entrypoint=${entry}`, images[image], ...rest, ...named(args, pod)],
    ];
  }

  private folder(path: string, owned = true): string {
    const folder = join(this.directory, path);
    mkdirSync(folder, { recursive: true });
    if (owned && root) chownSync(folder, userId, userId);
    return folder;
  }

  /** A network whose addresses can be chosen: the engine picks a free subnet, which is then asked for by name, unless another bench was faster. */
  private async createNetwork(attempts = 10): Promise<string> {
    await docker('network', 'create', '--internal', this.name);
    const { output } = await docker('network', 'inspect', '--format={{(index .IPAM.Config 0).Subnet}}', this.name);
    await docker('network', 'rm', this.name);
    const created = await docker('network', 'create', '--internal', `--subnet=${output}`, this.name);
    if (created.exitCode === 0) return output.split('.').slice(0, 3).join('.');
    if (attempts === 1) throw new Error(created.output);
    await sleep(500);
    return this.createNetwork(attempts - 1);
  }
}

function named(texts: readonly string[], pod: string): string[] {
  return texts.map((text) => text.replaceAll(podName, pod));
}

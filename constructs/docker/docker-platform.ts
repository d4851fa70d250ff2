import { Image } from '@cdktf/provider-docker/lib/image/index.js';
import type { Container } from '@cdktf/provider-docker/lib/container/index.js';
import { Construct } from 'constructs';
import type { ImageName } from '../../config/images.js';
import type { Platform } from '../platform.js';
import { secretShapes } from '../secret-shape.js';
import type { TierName } from '../topology.js';
import type { Process, Task, TaskName, Workload } from '../workload.js';
import { ConfigDirectories, type ConfigFile } from './config-directories.js';
import { DockerNetworks } from './docker-networks.js';
import { DockerTask } from './docker-task.js';
import { DockerWorkload } from './docker-workload.js';
import { contentHash } from '../content-hash.js';
import { terraformText } from '../terraform-text.js';

/** Ports of tiers that are published on the host: tier → port inside → port on the host. */
export type Publish = Partial<Record<TierName, Readonly<Record<number, number>>>>;

export interface DockerPlatformProps {
  /** Name of the stack: prefix of every container, network and volume. */
  readonly stack: string;
  /** Absolute path of the checkout; a volume remembers it and refuses another one. */
  readonly checkout: string;
  /** Absolute path of the stack's folder on the host: `secrets/<tier>` and `config/<tier>/<hash>` are mounted from it. */
  readonly directory: string;
  /** Data network, a /24 such as `10.80.4.0/24`. */
  readonly subnet: string;
  /** Network of what is published, a /24. */
  readonly edgeSubnet: string;
  /** User and group of every process. */
  readonly userId: number;
  readonly images: Readonly<Record<ImageName, string>>;
  readonly publish: Publish;
  /** Tiers that may call the internet; all others have no way out. @default none */
  readonly internet?: readonly TierName[];
  /** Address on the host that ports are published on. */
  readonly publishAddress: string;
}

/** What has been rendered, for those that come after it. */
export interface Rendered {
  readonly containers: readonly Container[];
  /** Changes when the content, or what it comes after, changes. */
  readonly revision: string;
}

/**
 * Renders the stack to containers of one Docker engine. Replicas of a changed tier are replaced together: the laptop's platform.
 *
 * @throws Error when `after` names a tier or task that has not been rendered yet, or when one is rendered twice.
 */
export class DockerPlatform extends Construct implements Platform {
  readonly networks: DockerNetworks;
  private readonly rendered = new Map<TierName | TaskName, Rendered>();
  private readonly workloads = new Map<TierName, Workload>();
  private readonly secrets = new Map<TierName | TaskName, Process['secrets']>();
  private readonly pulled = new Map<ImageName, Image>();
  private readonly directories: ConfigDirectories;

  constructor(
    scope: Construct,
    id: string,
    readonly props: DockerPlatformProps,
  ) {
    super(scope, id);
    this.networks = new DockerNetworks(this, 'networks', props);
    this.directories = new ConfigDirectories(props.directory);
  }

  workload(scope: Construct, workload: Workload): void {
    const revision = this.revisionOf(workload.tier, workload);
    this.workloads.set(workload.tier, workload);
    this.secrets.set(workload.tier, workload.secrets);
    const { containers } = new DockerWorkload(scope, workload.tier, { platform: this, workload });
    this.rendered.set(workload.tier, { containers, revision });
  }

  task(scope: Construct, task: Task): void {
    const revision = this.revisionOf(task.task, task);
    this.secrets.set(task.task, task.secrets);
    const { container } = new DockerTask(scope, task.task, { platform: this, task, revision });
    this.rendered.set(task.task, { containers: [container], revision });
  }

  /** Every config file of what has been rendered, to be written before an apply. */
  configFiles(): ConfigFile[] {
    return this.directories.files();
  }

  /** Folder on the host that holds these files, under a name that changes with them. */
  configDirectory(owner: string, files: Process['files']): string {
    return this.directories.add(owner, files);
  }

  /** The secret files of each tier and task, to be written below `secrets/` before an apply. */
  secretRequests(): { tier: string; secrets: Process['secrets'] }[] {
    return [...this.secrets].map(([tier, secrets]) => ({ tier, secrets }));
  }

  /** Folder on the host whose files are the secrets of a tier or task. */
  secretsDirectory(owner: TierName | TaskName): string {
    return `${this.props.directory}/secrets/${owner}`;
  }

  image(name: ImageName): Image {
    const known = this.pulled.get(name);
    if (known) return known;
    const image = new Image(this, `image-${name}`, { name: terraformText(this.props.images[name]), keepLocally: true });
    this.pulled.set(name, image);
    return image;
  }

  /** Containers that must be up, or done, first. */
  containersOf(names: Process['after']): Container[] {
    return names.flatMap((name) => [...(this.rendered.get(name)?.containers ?? [])]);
  }

  /** What a rendered tier or task is made of, and came after; it changes when that does. */
  revision(name: TierName | TaskName): string | undefined {
    return this.rendered.get(name)?.revision;
  }

  /** Replicas of every rendered tier, for names that must resolve while their container is stopped. */
  replicas(): { tier: TierName; count: number }[] {
    return [...this.workloads.values()].map(({ tier, replicas }) => ({ tier, count: replicas }));
  }

  private revisionOf(name: TierName | TaskName, process: Process): string {
    if (this.rendered.has(name)) throw new Error(`${name} is rendered twice on ${this.props.stack}`);
    const before = process.after.map((other) => {
      const found = this.rendered.get(other);
      if (!found) throw new Error(`${name} comes after ${other}, which has not been rendered: render ${other} first`);
      return found.revision;
    });
    const shape = { ...process, secrets: secretShapes(process.secrets) };
    return contentHash({ shape, image: this.props.images[process.image], before });
  }
}

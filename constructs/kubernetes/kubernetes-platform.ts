import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ImageName } from '../../config/images.js';
import { contentHash } from '../content-hash.js';
import type { Platform } from '../platform.js';
import { secretShapes } from '../secret-shape.js';
import type { TierName } from '../topology.js';
import type { Process, Task, TaskName, Workload } from '../workload.js';
import { KubernetesTask } from './kubernetes-task.js';
import { KubernetesWorkload } from './kubernetes-workload.js';
import { NamespacePolicies } from './namespace-policies.js';

export interface KubernetesPlatformProps {
  /** Namespace of everything, its own: all other pods in it are cut off by the default policies. It must exist. */
  readonly namespace: string;
  /** Storage class of volumes; empty: the cluster's default. */
  readonly storageClass: string;
  /** User and group of every process, at least 1. */
  readonly userId: number;
  readonly images: Readonly<Record<ImageName, string>>;
  /** Absolute path of the folder with one folder of secret files for each tier and task; read by Terraform at apply. */
  readonly secrets: string;
  /** Tiers that may connect to HTTPS servers outside of the cluster. */
  readonly internet: readonly TierName[];
}

interface Rendered {
  readonly dependables: readonly ITerraformDependable[];
  readonly revision: string;
}

/**
 * Renders the stack to one namespace of a Kubernetes cluster.
 *
 * @throws Error when `after` names a tier or task that has not been rendered yet, when one is rendered twice, or when a file or a
 * secret cannot be mounted.
 */
export class KubernetesPlatform extends Construct implements Platform {
  private readonly rendered = new Map<TierName | TaskName, Rendered>();
  private readonly secrets = new Map<TierName | TaskName, Process['secrets']>();
  private readonly policies: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    readonly props: KubernetesPlatformProps,
  ) {
    super(scope, id);
    this.policies = new NamespacePolicies(this, 'policies', props).policies;
  }

  workload(scope: Construct, workload: Workload): void {
    const revision = this.start(workload.tier, workload);
    const { dependables } = new KubernetesWorkload(scope, workload.tier, { platform: this, workload });
    this.rendered.set(workload.tier, { dependables, revision });
  }

  task(scope: Construct, task: Task): void {
    const revision = this.start(task.task, task);
    const { dependables } = new KubernetesTask(scope, task.task, { platform: this, task, revision });
    this.rendered.set(task.task, { dependables, revision });
  }

  /** The secret files of each tier and task, to be written below `props.secrets` before an apply. */
  secretRequests(): { tier: string; secrets: Process['secrets'] }[] {
    return [...this.secrets].map(([tier, secrets]) => ({ tier, secrets }));
  }

  /** Folder whose files are the secrets of a tier or task. */
  secretsDirectory(owner: TierName | TaskName): string {
    return `${this.props.secrets}/${owner}`;
  }

  /** What must be up, or done, first. */
  dependenciesOf(names: Process['after']): ITerraformDependable[] {
    return [...this.policies, ...names.flatMap((name) => this.rendered.get(name)?.dependables ?? [])];
  }

  private start(name: TierName | TaskName, process: Process): string {
    if (this.rendered.has(name)) throw new Error(`${name} is rendered twice in namespace ${this.props.namespace}`);
    const before = process.after.map((other) => {
      const found = this.rendered.get(other);
      if (!found) throw new Error(`${name} comes after ${other}, which has not been rendered: render ${other} first`);
      return found.revision;
    });
    this.secrets.set(name, process.secrets);
    const shape = { ...process, secrets: secretShapes(process.secrets) };
    return contentHash({ shape, image: this.props.images[process.image], before });
  }
}

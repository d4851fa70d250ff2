import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { reachedTiers } from '../reached-tiers.js';
import type { Task } from '../workload.js';
import type { KubernetesPlatform } from './kubernetes-platform.js';
import { labelsOf, reachesLabel } from './labels.js';
import { pod } from './pod.js';

export interface KubernetesTaskProps {
  readonly platform: KubernetesPlatform;
  readonly task: Task;
  /** Changes when the task, or what it comes after, changes; then the task runs again. */
  readonly revision: string;
}

/** Time for a node to be found and an image to be pulled, on top of the task's own. */
const schedulingSeconds = 300;

/**
 * A process that runs to completion during the apply, as a Job whose name changes with its revision. One failure fails it, except
 * that of a pod which the cluster itself took away; a failed Job is tainted, so the next apply runs it again.
 */
export class KubernetesTask extends Construct {
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { platform, task: process, revision }: KubernetesTaskProps) {
    super(scope, id);
    const shared = pod(this, platform, process.task, process, { value: process.task });
    const { task, timeoutSeconds, carries: _carries, ...rest } = shared.rest;
    rest satisfies Record<string, never>;
    const labels = Object.assign(labelsOf(task), ...[...reachedTiers(process)].map(reachesLabel));
    const job = new JobV1(this, 'job', {
      metadata: {
        name: `${task}-${revision}`,
        namespace: platform.props.namespace,
        labels: labelsOf(task),
      },
      spec: {
        completions: 1,
        parallelism: 1,
        backoffLimit: 0,
        activeDeadlineSeconds: timeoutSeconds,
        podFailurePolicy: {
          rule: [{ action: 'Ignore', onPodCondition: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
        template: {
          metadata: { labels, annotations: shared.annotations },
          spec: { ...shared.spec, restartPolicy: 'Never', container: [shared.container] },
        },
      },
      waitForCompletion: true,
      timeouts: { create: `${timeoutSeconds + schedulingSeconds}s` },
      dependsOn: shared.dependsOn,
    });
    this.dependables = [job];
  }
}

import { StatefulSetV1 } from '@cdktf/provider-kubernetes/lib/stateful-set-v1/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { reachedTiers } from '../reached-tiers.js';
import { nodesHost, tierPorts } from '../topology.js';
import { terraformText } from '../terraform-text.js';
import { dataDirectory, type Workload } from '../workload.js';
import { DisruptionBudget, spreadConstraints } from './availability.js';
import type { KubernetesPlatform } from './kubernetes-platform.js';
import { labelsOf, reachesLabel, selectorOf } from './labels.js';
import { withOpenFiles } from './open-files.js';
import { pod } from './pod.js';
import { readinessProbe, rolloutSeconds } from './readiness.js';
import { TierPolicies } from './tier-policies.js';
import { TierServices } from './tier-services.js';

export interface KubernetesWorkloadProps {
  readonly platform: KubernetesPlatform;
  readonly workload: Workload;
}

/**
 * A process that stays up. Every one is a StatefulSet, also where nothing is stored: only its pods have the names of the contract
 * (`<tier>-<i>.<tier>-nodes`), by which load balancers and Prometheus tell replicas apart. The price is that a rollout never runs
 * one pod more than `replicas`, and that a pod of a lost node waits until the node is given up.
 */
export class KubernetesWorkload extends Construct {
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { platform, workload }: KubernetesWorkloadProps) {
    super(scope, id);
    const { namespace, storageClass, internet } = platform.props;
    const started = { ...workload, command: withOpenFiles(workload.tier, workload.openFiles, workload.command) };
    const shared = pod(this, platform, workload.tier, started, {
      valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
    });
    const {
      tier,
      replicas,
      storageGiB,
      openFiles: _,
      probe,
      awaitReady,
      stopGraceSeconds,
      networks,
      ...rest
    } = shared.rest;
    rest satisfies Record<string, never>;
    const { services } = new TierServices(this, 'services', { namespace, tier });
    const { policies } = new TierPolicies(this, 'policies', {
      namespace,
      tier,
      published: networks === 'data-and-edge',
      internet: internet.includes(tier),
    });
    if (replicas > 1) new DisruptionBudget(this, 'disruption', { namespace, tier });
    const stored = storageGiB === undefined ? [] : [{ name: 'data', storageGiB }];
    const reaches = [...reachedTiers(workload)].map(reachesLabel);
    const rollout = `${rolloutSeconds(workload)}s`;
    const set = new StatefulSetV1(this, 'stateful-set', {
      metadata: { name: tier, namespace, labels: labelsOf(tier) },
      spec: {
        serviceName: nodesHost(tier),
        replicas: String(replicas),
        podManagementPolicy: 'Parallel',
        updateStrategy: [{ type: 'RollingUpdate', rollingUpdate: [{ partition: 0 }] }],
        persistentVolumeClaimRetentionPolicy: [{ whenDeleted: 'Retain', whenScaled: 'Retain' }],
        selector: { matchLabels: selectorOf(tier) },
        template: {
          metadata: { labels: Object.assign(labelsOf(tier), ...reaches), annotations: shared.annotations },
          spec: {
            ...shared.spec,
            terminationGracePeriodSeconds: stopGraceSeconds,
            ...(replicas > 1 ? { topologySpreadConstraint: spreadConstraints(tier) } : {}),
            container: [
              {
                ...shared.container,
                port: Object.entries(tierPorts(tier)).map(([name, containerPort]) => ({
                  name,
                  containerPort,
                  protocol: 'TCP',
                })),
                readinessProbe: readinessProbe(probe),
                volumeMount: [
                  ...shared.container.volumeMount,
                  ...stored.map(({ name }) => ({ name, mountPath: dataDirectory })),
                ],
              },
            ],
          },
        },
        volumeClaimTemplate: stored.map(({ name, storageGiB: gib }) => ({
          metadata: { name, namespace, labels: labelsOf(tier) },
          spec: {
            accessModes: ['ReadWriteOnce'],
            ...(storageClass === '' ? {} : { storageClassName: terraformText(storageClass) }),
            resources: { requests: { storage: `${gib}Gi` } },
          },
        })),
      },
      waitForRollout: awaitReady,
      timeouts: { create: rollout, update: rollout },
      dependsOn: [...services, ...policies, ...shared.dependsOn],
    });
    this.dependables = [set, ...services, ...policies];
  }
}

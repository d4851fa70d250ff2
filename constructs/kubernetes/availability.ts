import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1/index.js';
import { Construct } from 'constructs';
import type { TierName } from '../topology.js';
import { labelsOf, selectorOf } from './labels.js';

export interface DisruptionBudgetProps {
  readonly namespace: string;
  readonly tier: TierName;
}

/** Lets drains and upgrades of the cluster take one replica of a tier at a time. */
export class DisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, { namespace, tier }: DisruptionBudgetProps) {
    super(scope, id);
    new PodDisruptionBudgetV1(this, 'budget', {
      metadata: { name: tier, namespace, labels: labelsOf(tier) },
      spec: { maxUnavailable: '1', selector: { matchLabels: selectorOf(tier) } },
    });
  }
}

/**
 * Spreads replicas over zones, then over hosts. Where a cluster has too few of them the replicas share one, since a tier that does
 * not start serves nobody; `kubectl get pods -o wide` shows it.
 */
export function spreadConstraints(tier: TierName) {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: [{ matchLabels: selectorOf(tier) }],
  }));
}

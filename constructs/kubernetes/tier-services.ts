import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1/index.js';
import { Construct } from 'constructs';
import { nodesHost, tierHost, tierPorts, type TierName } from '../topology.js';
import { labelsOf, selectorOf } from './labels.js';

export interface TierServicesProps {
  readonly namespace: string;
  readonly tier: TierName;
}

/** The names of a tier: `<tier>` leads to its ready pods, `<tier>-nodes` has every pod by name, ready or not. */
export class TierServices extends Construct {
  readonly services: readonly ServiceV1[];

  constructor(scope: Construct, id: string, { namespace, tier }: TierServicesProps) {
    super(scope, id);
    const port = Object.entries(tierPorts(tier)).map(([name, number]) => ({
      name,
      port: number,
      targetPort: String(number),
      protocol: 'TCP',
    }));
    const metadata = { namespace, labels: labelsOf(tier) };
    this.services = [
      new ServiceV1(this, 'clients', {
        metadata: { ...metadata, name: tierHost(tier) },
        spec: { type: 'ClusterIP', selector: selectorOf(tier), port },
      }),
      new ServiceV1(this, 'nodes', {
        metadata: { ...metadata, name: nodesHost(tier) },
        spec: {
          type: 'ClusterIP',
          clusterIp: 'None',
          selector: selectorOf(tier),
          publishNotReadyAddresses: true,
          port,
        },
      }),
    ];
  }
}

import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1/index.js';
import { Construct } from 'constructs';
import { tierPorts, type TierName } from '../topology.js';
import { labelsOf, reachesLabel, selectorOf } from './labels.js';

export interface TierPoliciesProps {
  readonly namespace: string;
  readonly tier: TierName;
  /** Whether users outside of the namespace may connect. */
  readonly published: boolean;
  /** Whether the tier may connect to HTTPS servers outside of the cluster. */
  readonly internet: boolean;
}

const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

/** Who may connect to a tier's ports: pods with its `reaches` label, and anybody if it is published. */
export class TierPolicies extends Construct {
  readonly policies: readonly NetworkPolicyV1[];

  constructor(scope: Construct, id: string, { namespace, tier, published, internet }: TierPoliciesProps) {
    super(scope, id);
    const ports = Object.values(tierPorts(tier)).map((port) => ({ port: String(port), protocol: 'TCP' }));
    const clients = { podSelector: { matchLabels: reachesLabel(tier) } };
    const pods = { podSelector: { matchLabels: selectorOf(tier) } };
    const labels = labelsOf(tier);
    this.policies = [
      new NetworkPolicyV1(this, 'in', {
        metadata: { name: `${tier}-in`, namespace, labels },
        spec: {
          ...pods,
          policyTypes: ['Ingress'],
          ingress: [{ from: [clients], ports }, ...(published ? [{ ports }] : [])],
        },
      }),
      new NetworkPolicyV1(this, 'clients', {
        metadata: { name: `${tier}-clients`, namespace, labels },
        spec: { ...clients, policyTypes: ['Egress'], egress: [{ to: [pods], ports }] },
      }),
      ...(internet
        ? [
            new NetworkPolicyV1(this, 'internet', {
              metadata: { name: `${tier}-internet`, namespace, labels },
              spec: {
                ...pods,
                policyTypes: ['Egress'],
                egress: [
                  {
                    to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateNetworks } }],
                    ports: [{ port: '443', protocol: 'TCP' }],
                  },
                ],
              },
            }),
          ]
        : []),
    ];
  }
}

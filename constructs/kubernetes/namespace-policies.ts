import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1/index.js';
import { Construct } from 'constructs';

export interface NamespacePoliciesProps {
  readonly namespace: string;
}

/** Address of the node-local DNS cache, where a cluster has one. */
const nodeLocalDns = '169.254.20.10/32';

/** Nothing goes in or out of a pod of the namespace, but questions to the cluster's DNS; the tiers' own policies open the rest. */
export class NamespacePolicies extends Construct {
  readonly policies: readonly NetworkPolicyV1[];

  constructor(scope: Construct, id: string, { namespace }: NamespacePoliciesProps) {
    super(scope, id);
    this.policies = [
      new NetworkPolicyV1(this, 'default-deny', {
        metadata: { name: 'default-deny', namespace },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      }),
      new NetworkPolicyV1(this, 'dns', {
        metadata: { name: 'dns', namespace },
        spec: {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [
            {
              to: [
                {
                  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
                },
                { ipBlock: { cidr: nodeLocalDns } },
              ],
              ports: ['UDP', 'TCP'].map((protocol) => ({ port: '53', protocol })),
            },
          ],
        },
      }),
    ];
  }
}

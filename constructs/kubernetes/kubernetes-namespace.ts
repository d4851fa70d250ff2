import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import { Construct } from 'constructs';

export interface KubernetesNamespaceProps {
  readonly name: string;
}

/**
 * The namespace of a stack, held to the pod security level `restricted`. Deleting it deletes every volume in it, so it belongs into a
 * Terraform stack of its own, and Terraform refuses to destroy it.
 */
export class KubernetesNamespace extends Construct {
  constructor(scope: Construct, id: string, { name }: KubernetesNamespaceProps) {
    super(scope, id);
    const levels = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
    new NamespaceV1(this, 'namespace', {
      metadata: { name, labels: Object.fromEntries(levels) },
      lifecycle: { preventDestroy: true },
    });
  }
}

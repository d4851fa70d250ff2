import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { resolveImages } from '../config/images.js';
import type { Settings } from '../config/schema.js';
import { KubernetesNamespace } from '../constructs/kubernetes/kubernetes-namespace.js';
import { KubernetesPlatform } from '../constructs/kubernetes/kubernetes-platform.js';
import type { KubernetesFacts } from './kubernetes-facts.js';
import { keepState } from './state-backend.js';
import { renderTiers, type Bundles } from './tiers.js';

export interface KubernetesStackProps {
  readonly settings: Settings;
  readonly facts: KubernetesFacts;
  readonly bundles: Bundles;
}

/**
 * The whole state tier in one namespace of a Kubernetes cluster. The cluster is the provider's own choice: `KUBE_CONFIG_PATH`,
 * `KUBE_CTX` or, in a pod, its service account. A second stack, `<id>-namespace`, has the namespace: destroying this one leaves it,
 * and with it every volume.
 */
export class KubernetesStack extends TerraformStack {
  readonly platform: KubernetesPlatform;

  constructor(scope: Construct, id: string, { settings, facts, bundles }: KubernetesStackProps) {
    super(scope, id);
    const { namespace, storageClass, userId } = settings.kubernetes;
    useKubernetes(this, settings.terraform, id, facts.stateFile);
    this.addDependency(new NamespaceStack(scope, `${id}-namespace`, { name: namespace, settings, facts }));
    this.platform = new KubernetesPlatform(this, 'platform', {
      namespace,
      storageClass,
      userId,
      images: resolveImages(settings.images),
      secrets: facts.secrets,
      internet: settings.cockroach.telemetry ? ['cockroach'] : [],
    });
    renderTiers(this, this.platform, settings, bundles);
  }
}

class NamespaceStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    { name, settings, facts }: { readonly name: string } & Pick<KubernetesStackProps, 'settings' | 'facts'>,
  ) {
    super(scope, id);
    useKubernetes(this, settings.terraform, id, facts.stateFile.replace(/\.tfstate$/, '-namespace.tfstate'));
    new KubernetesNamespace(this, 'namespace', { name });
  }
}

function useKubernetes(stack: TerraformStack, state: Settings['terraform'], name: string, stateFile: string): void {
  keepState(stack, state, name, stateFile);
  new KubernetesProvider(stack, 'kubernetes', {});
  // The bindings pin 2.38.0 exactly; 3.x reports an error after every update of a StatefulSet that it waits for.
  stack.addOverride('terraform.required_providers.kubernetes.version', '~> 2.38');
  // Write-only arguments.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
}

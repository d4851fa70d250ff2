import { manifestFields } from './manifest-fields.js';
import { syncWaves } from './sync-waves.js';

type Resource = Readonly<Record<string, unknown>>;

/** The part of a synthesized stack (`cdk.tf.json`) that is read. */
export interface StackJson {
  /** Type → id → resource. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** In the order in which they can be applied. */
const kinds: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ['v1', 'Namespace'],
  kubernetes_network_policy_v1: ['networking.k8s.io/v1', 'NetworkPolicy'],
  kubernetes_config_map_v1: ['v1', 'ConfigMap'],
  kubernetes_secret_v1: ['v1', 'Secret'],
  kubernetes_service_v1: ['v1', 'Service'],
  kubernetes_pod_disruption_budget_v1: ['policy/v1', 'PodDisruptionBudget'],
  kubernetes_stateful_set_v1: ['apps/v1', 'StatefulSet'],
  kubernetes_job_v1: ['batch/v1', 'Job'],
};

/**
 * A synthesized Kubernetes stack as plain manifests, for Argo CD, Flux or `kubectl apply`. Each has its sync wave as an annotation.
 *
 * @param readSecret gives the text of a secret file; without it there are no Secrets, which then must come from elsewhere.
 * @throws Error when the stack has a resource that is no manifest.
 */
export function toManifests(json: StackJson, readSecret?: (path: string) => string): Manifest[] {
  const unknown = Object.keys(json.resource).filter((type) => !(type in kinds));
  if (unknown.length > 0) throw new Error(`no manifest can be made of ${unknown.join(', ')}`);
  const waves = syncWaves(json);
  return Object.entries(kinds).flatMap(([type, [apiVersion, kind]]) =>
    Object.entries(json.resource[type] ?? {})
      .filter(() => kind !== 'Secret' || readSecret !== undefined)
      .map(([id, resource]) => {
        const { metadata, spec, data, data_wo: files, type: secretType } = resource;
        return {
          apiVersion,
          kind,
          metadata: annotated(manifestFields(metadata) as Resource, waves.get(`${type}.${id}`) ?? 0),
          ...(secretType === undefined ? {} : { type: secretType }),
          ...(manifestFields({ data, spec }) as Resource),
          ...(readSecret && files ? { stringData: secretTexts(files as Record<string, string>, readSecret) } : {}),
        };
      }),
  );
}

function annotated(metadata: Resource, wave: number): Resource {
  return wave === 0 ? metadata : { ...metadata, annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } };
}

function secretTexts(files: Readonly<Record<string, string>>, readSecret: (path: string) => string): Resource {
  return Object.fromEntries(
    Object.entries(files).map(([name, expression]) => {
      const [, path] = /^\$\{file\("(.*)"\)\}$/.exec(expression) ?? [];
      if (path === undefined) throw new Error(`secret ${name} is not a file but ${expression}`);
      return [name, readSecret(path)];
    }),
  );
}

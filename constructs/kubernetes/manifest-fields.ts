import { plainText } from '../terraform-text.js';

/** Maps whose keys are the user's, not field names. */
const verbatim = new Set(['labels', 'annotations', 'match_labels', 'data', 'requests', 'limits']);

/** Repeated blocks, which Terraform names in the singular. */
const lists: Readonly<Record<string, string>> = {
  container: 'containers',
  env: 'env',
  on_pod_condition: 'onPodConditions',
  port: 'ports',
  rule: 'rules',
  topology_spread_constraint: 'topologySpreadConstraints',
  volume: 'volumes',
  volume_claim_template: 'volumeClaimTemplates',
  volume_mount: 'volumeMounts',
};

/** Single blocks, which the provider takes as a list of one. */
const blocks = new Set([
  'update_strategy',
  'rolling_update',
  'persistent_volume_claim_retention_policy',
  'label_selector',
]);

/** Numbers, which the provider takes as text. */
const numbers = new Set([
  'replicas',
  'run_as_user',
  'run_as_group',
  'fs_group',
  'max_unavailable',
  'target_port',
  'port',
]);

/** Fields of a resource in Terraform's JSON as Kubernetes names and types them. */
export function manifestFields(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return scalar(value, key);
  if (Array.isArray(value))
    return value.map((item: unknown) => manifestFields(item, typeof item === 'string' ? '' : key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && !(Array.isArray(item) && item.length === 0))
      .map(([name, item]: [string, unknown]) => field(name, item)),
  );
}

function field(name: string, value: unknown): [string, unknown] {
  if (verbatim.has(name) && typeof value === 'object' && value !== null)
    return [
      camelCase(name),
      Object.fromEntries(Object.entries(value).map(([key, text]) => [key, plainText(String(text))])),
    ];
  if (blocks.has(name) && Array.isArray(value)) return [camelCase(name), manifestFields(value[0])];
  const list = Array.isArray(value) ? lists[name] : undefined;
  return [list ?? camelCase(name), manifestFields(value, name)];
}

function scalar(text: string, key: string): unknown {
  if (key === 'default_mode') return Number.parseInt(text, 8);
  return numbers.has(key) && /^\d+$/.test(text) ? Number(text) : plainText(text);
}

function camelCase(name: string): string {
  return name === 'cluster_ip'
    ? 'clusterIP'
    : name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

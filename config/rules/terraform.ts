import type { Settings } from '../schema.js';
import type { Rule } from './rule.js';

/** What each backend cannot do without. */
const needed = {
  s3: ['bucket', 'region'],
  gcs: ['bucket'],
  azurerm: ['resourceGroup', 'storageAccount', 'container'],
  http: ['address'],
} as const;

/** Where the state may be. */
export const terraformRules: readonly Rule[] = [
  ({ platform, terraform }) =>
    platform === 'docker' && terraform.backend !== 'local'
      ? `terraform.backend must be local on docker, got "${terraform.backend}": the stack's containers, files and secrets are of one machine`
      : undefined,
  ({ terraform }) => {
    const missing = missingOf(terraform);
    return missing.length > 0
      ? `${missing.map((key) => `terraform.${terraform.backend}.${key}`).join(', ')} must be given with terraform.backend "${terraform.backend}", got nothing`
      : undefined;
  },
  ({ terraform, kubernetes }) =>
    terraform.backend === 'kubernetes' && terraform.kubernetes.namespace === kubernetes.namespace
      ? `terraform.kubernetes.namespace must not be kubernetes.namespace, got "${kubernetes.namespace}" for both: the state of a namespace cannot be inside it`
      : undefined,
];

function missingOf({ backend, ...groups }: Settings['terraform']): string[] {
  if (backend === 'local' || backend === 'kubernetes') return [];
  const given: Readonly<Record<string, string>> = groups[backend];
  return needed[backend].filter((key) => given[key] === '');
}

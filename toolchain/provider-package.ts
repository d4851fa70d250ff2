import { join } from 'node:path';
import { goPlatform } from './go-platform.js';
import { toolsDirectory } from './tools-directory.js';

/** The provider that `tools/provider-docker` builds. */
export const providerName = 'kreuzwerker/docker';
export const providerVersion = '4.5.0';

/** Terraform and OpenTofu complete the same short name by hosts of their own. */
export const providerHosts = ['registry.terraform.io', 'registry.opentofu.org'] as const;
export type ProviderHost = (typeof providerHosts)[number];

const program = `terraform-provider-docker_v${providerVersion}`;

/** The folder of a provider's package below a plugin folder, in Terraform's own layout. */
export function packageDirectory(plugins: string, host: ProviderHost): string {
  return join(plugins, host, providerName, providerVersion, goPlatform());
}

/** The plugin folder that set-up builds into. */
export function builtPlugins(checkout: string): string {
  return join(toolsDirectory(checkout), 'terraform.d', 'plugins');
}

/** The provider's program in a plugin folder. */
export function providerProgram(plugins: string, host: ProviderHost): string {
  return join(packageDirectory(plugins, host), program);
}

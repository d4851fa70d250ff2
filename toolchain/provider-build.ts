import { rmSync } from 'node:fs';
import { buildGoProgram, isBuilt, type GoProgram } from './go-program.js';
import { builtPlugins, providerHosts, providerName, providerProgram, providerVersion } from './provider-package.js';
import { isProviderReachable } from './registry.js';
import type { Report } from './report.js';
import { checkout } from './tools-directory.js';

const plugins = builtPlugins(checkout);

const provider: GoProgram = {
  module: 'provider-docker',
  package: 'github.com/terraform-providers/terraform-provider-docker',
  output: providerProgram(plugins, providerHosts[0]),
  duration: '3 minutes on two cores',
};

/** Where Terraform gets the Docker provider from. */
export type ProviderSource = 'registry' | 'built';

/**
 * Makes sure that Terraform gets the Docker provider: from its registry where that answers, else built on this machine, for synth to
 * install (`installProvider`).
 *
 * @throws Refusal when it has to be built and cannot be.
 */
export async function ensureDockerProvider(terraform: string, report: Report): Promise<ProviderSource> {
  if (isBuilt(provider)) return 'built';
  if (await isProviderReachable(terraform)) {
    rmSync(plugins, { recursive: true, force: true });
    return 'registry';
  }
  report(
    `the registry of Terraform providers does not answer: ${providerName} ${providerVersion} is built on this machine`,
  );
  await buildDockerProvider(report);
  return 'built';
}

/**
 * Builds the provider unless it is built.
 *
 * @throws Refusal when it cannot be built.
 */
export async function buildDockerProvider(report: Report): Promise<void> {
  await buildGoProgram(provider, report);
}

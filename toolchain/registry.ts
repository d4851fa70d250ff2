import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { providerName } from './provider-package.js';

/** A version that no provider has: the registry answers which ones there are, and nothing is downloaded. */
const absentVersion = '= 0.0.0-probe';

/** How long the registry may take to answer, in ms. */
const timeoutMs = 15_000;

/** Whether Terraform, with its own configuration and mirrors, can ask for the Docker provider. */
export async function isProviderReachable(program: string): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'planetary-probe-'));
  try {
    const terraform = { required_providers: { docker: { source: providerName, version: absentVersion } } };
    await writeFile(join(directory, 'probe.tf.json'), JSON.stringify({ terraform }));
    const { all } = await execa(program, ['init', '-backend=false', '-input=false', '-no-color'], {
      cwd: directory,
      env: { TF_REGISTRY_DISCOVERY_RETRY: '0', TF_REGISTRY_CLIENT_TIMEOUT: '5', TF_IN_AUTOMATION: '1' },
      all: true,
      reject: false,
      timeout: timeoutMs,
    });
    return knowsVersions(all);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Whether the answer comes from a registry that knows the provider: it has versions, only not this one. */
export function knowsVersions(output: string): boolean {
  return /no available releases match/.test(output.replaceAll(/[\s│|]+/g, ' '));
}

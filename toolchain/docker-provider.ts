import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { keptPackageHash } from './package-hash.js';
import {
  builtPlugins,
  packageDirectory,
  providerHosts,
  providerName,
  providerProgram,
  providerVersion,
  type ProviderHost,
} from './provider-package.js';
import { providerLock } from './provider-lock.js';
import { isLinked } from './terraform-link.js';
import { toolsDirectory } from './tools-directory.js';

const [terraformHost, openTofuHost] = providerHosts;

export interface InstallProviderOptions {
  /** The checkout in whose `.tools` the provider was built. */
  readonly checkout: string;
  /** Folder of a synthesized stack: `cdktf.out/stacks/<stack>`. */
  readonly workingDirectory: string;
}

/**
 * Puts the provider that set-up built into the plugin folder of a synthesized stack, with a lock file that matches, so that neither
 * Terraform nor cdktf asks a registry or needs an environment variable. Does nothing when none was built, or the stack does not
 * use it.
 */
export function installProvider({ checkout, workingDirectory }: InstallProviderOptions): void {
  const built = providerProgram(builtPlugins(checkout), terraformHost);
  const constraints = requiredVersion(join(workingDirectory, 'cdk.tf.json'));
  if (!existsSync(built) || constraints === undefined) return;
  // cdktf looks for Terraform's name of the provider, whichever of the two runs.
  const hosts: ProviderHost[] = usesOpenTofu(checkout) ? [terraformHost, openTofuHost] : [terraformHost];
  const plugins = join(workingDirectory, 'terraform.d', 'plugins');
  for (const host of hosts) place(built, providerProgram(plugins, host));
  const hash = keptPackageHash(
    packageDirectory(builtPlugins(checkout), terraformHost),
    built,
    join(toolsDirectory(checkout), 'provider-docker.hash.json'),
  );
  const entries = hosts.map((host) => ({
    address: `${host}/${providerName}`,
    version: providerVersion,
    constraints,
    hash,
  }));
  const lockFile = join(workingDirectory, '.terraform.lock.hcl');
  const existing = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : '';
  writeFileSync(lockFile, providerLock(existing, entries));
}

/** The version constraint of a synthesized stack, or undefined when it does not use the provider. */
function requiredVersion(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { terraform } = JSON.parse(readFileSync(file, 'utf8')) as {
    terraform?: { required_providers?: Record<string, { source?: string; version?: string }> };
  };
  return Object.values(terraform?.required_providers ?? {}).find(({ source }) => source === providerName)?.version;
}

function usesOpenTofu(checkout: string): boolean {
  return basename(process.env['TERRAFORM_BINARY_NAME'] ?? '').startsWith('tofu') || isLinked(checkout);
}

/** A hard link where the file system can, for the program has 76 MB. */
function place(from: string, to: string): void {
  if (isSame(from, to)) return;
  mkdirSync(dirname(to), { recursive: true });
  const part = `${to}.${process.pid}.part`;
  rmSync(part, { force: true });
  try {
    linkSync(from, part);
  } catch {
    copyFileSync(from, part);
    const { atime, mtime } = statSync(from);
    utimesSync(part, atime, mtime);
  }
  // A rename onto another link of the same file would leave both.
  rmSync(to, { force: true });
  renameSync(part, to);
}

function isSame(from: string, to: string): boolean {
  const [source, target] = [statSync(from), statSync(to, { throwIfNoEntry: false })];
  if (target === undefined) return false;
  return source.ino === target.ino || (source.size === target.size && source.mtimeMs === target.mtimeMs);
}

import { chmodSync, chownSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret } from '../constructs/secret.js';
import { privateDirectory, readIfPresent, replaceFile, sweepUnfinished, type Access } from './atomic-file.js';
import { withLock } from './lock.js';
import { secretText } from './secret-text.js';
import type { Vault } from './vault.js';

/** The secret files of one tier or task. */
export interface SecretRequest {
  readonly tier: string;
  readonly secrets: Readonly<Record<string, Secret>>;
}

export interface MaterialiseOptions {
  readonly vault: Vault;
  /** Gets one folder for each tier: `.stacks/<stack>/secrets`. */
  readonly directory: string;
  /** The user of the containers' processes. Only root can give files away: for others, the files stay their own. */
  readonly userId: number;
  /** One entry for each tier. */
  readonly requests: readonly SecretRequest[];
}

/** CockroachDB and libpq refuse a key that others can read; nothing needs to write one. */
const fileMode = 0o400;
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Writes the secret files that containers mount: what is as wanted stays untouched, what changed is replaced by a rename (a mounted
 * folder follows it), what a tier no longer requests is removed. Folders of tiers that are not among the requests stay, since
 * a `cdktf diff` with other settings must not take the files from under a running container.
 *
 * @returns the files that changed, as `<tier>/<file>`.
 * @throws Error for a name that is no plain file name, before anything is written; errors of the file system as they are.
 */
export async function materialise({ vault, directory, userId, requests }: MaterialiseOptions): Promise<string[]> {
  checkNames(requests);
  const owner = process.getuid?.() === 0 ? userId : undefined;
  privateDirectory(directory);
  return withLock(directory, async () => {
    sweepUnfinished(directory);
    const changed: string[] = [];
    for (const { tier, secrets } of requests) {
      const files = await writeTier(vault, directory, tier, secrets, owner);
      changed.push(...files.map((file) => `${tier}/${file}`));
    }
    return changed;
  });
}

async function writeTier(
  vault: Vault,
  directory: string,
  tier: string,
  secrets: SecretRequest['secrets'],
  userId: number | undefined,
): Promise<string[]> {
  const folder = join(directory, tier);
  privateDirectory(folder);
  const changed: string[] = [];
  for (const [file, secret] of Object.entries(secrets)) {
    if (write(directory, join(folder, file), await secretText(vault, secret), { mode: fileMode, userId }))
      changed.push(file);
  }
  for (const file of readdirSync(folder).filter((name) => !Object.hasOwn(secrets, name))) {
    rmSync(join(folder, file), { recursive: true });
    changed.push(file);
  }
  if (userId !== undefined) chownSync(folder, userId, userId);
  return changed;
}

function write(staging: string, path: string, text: string, access: Access): boolean {
  if (readIfPresent(path) !== text) {
    replaceFile(path, text, access, staging);
    return true;
  }
  const { mode, uid } = statSync(path);
  if ((mode & 0o777) !== access.mode) chmodSync(path, access.mode);
  if (access.userId !== undefined && uid !== access.userId) chownSync(path, access.userId, access.userId);
  return false;
}

function checkNames(requests: readonly SecretRequest[]): void {
  const seen = new Set<string>();
  for (const { tier, secrets } of requests) {
    for (const name of [tier, ...Object.keys(secrets)]) {
      if (!fileName.test(name)) throw new Error(`tier ${tier}: "${name}" is no plain name of a secret file`);
    }
    if (seen.has(tier)) throw new Error(`tier ${tier} requests its secrets twice`);
    seen.add(tier);
  }
}

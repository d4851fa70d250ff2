import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createFile, readIfPresent, replaceFile } from './atomic-file.js';
import { createAuthority } from './authority.js';
import { withLock } from './lock.js';
import { joinPair, splitPair, type KeyPair } from './pem.js';
import type { RotationStage } from './rotation-stage.js';
import { vaultPaths } from './vault-folder.js';

/** How far the rotation of a vault's authority is; the files say it, so that a killed run loses nothing. */
export function authorityStage(vault: string): RotationStage {
  if (existsSync(vaultPaths.nextAuthority(vault))) return 'overlap';
  return existsSync(vaultPaths.previousAuthority(vault)) ? 'switched' : undefined;
}

/** Has the next authority trusted beside the one in use: a given one, or a new one. A rotation under way stays as it is. */
export async function beginAuthority(vault: string, given: KeyPair | undefined, now: Date): Promise<void> {
  if (authorityStage(vault) !== undefined) return;
  createFile(vaultPaths.nextAuthority(vault), joinPair(given ?? (await createAuthority(now))));
}

/** Lets the next authority sign from now on. The one before it stays trusted, and so do its certificates. */
export async function switchAuthority(vault: string): Promise<void> {
  const [path, nextPath] = [vaultPaths.authority(vault), vaultPaths.nextAuthority(vault)];
  await withLock(vault, () => {
    const [kept, next] = [readIfPresent(path), readIfPresent(nextPath)];
    if (next === undefined) return;
    if (kept !== undefined && kept !== next) {
      createFile(vaultPaths.previousAuthority(vault), kept);
      replaceFile(path, next, { mode: 0o600 });
    }
    rmSync(nextPath);
  });
}

/** Forgets the previous authority, its key, and every certificate that it signed. */
export async function dropPreviousAuthority(vault: string): Promise<void> {
  const path = vaultPaths.previousAuthority(vault);
  await withLock(vault, () => {
    const text = readIfPresent(path);
    if (text === undefined || authorityStage(vault) !== 'switched') return;
    const previous = new X509Certificate(splitPair(text, path).certificate);
    for (const file of readdirSync(vaultPaths.certificates(vault)).filter((name) => name.endsWith('.pem'))) {
      const leaf = vaultPaths.certificate(vault, file);
      if (new X509Certificate(readFileSync(leaf)).checkIssued(previous)) rmSync(leaf);
    }
    rmSync(path);
  });
}

import { createFile, readIfPresent, replaceFile } from './atomic-file.js';
import { createAuthority, readAuthority, type Authority } from './authority.js';
import { hasExpired } from './certificate-dates.js';
import { withLock } from './lock.js';
import { joinPair, splitPair, type KeyPair } from './pem.js';
import { vaultPaths } from './vault-folder.js';

export interface KeptAuthorityOptions {
  readonly vault: string;
  /** The authority to have instead of a generated one; another one than is kept replaces it. */
  readonly given: KeyPair | undefined;
  readonly now: Date;
  readonly report: (message: string) => void;
}

/** The authority of a vault, generated when there is none yet. Throws when it is damaged or has expired. */
export async function keptAuthority({ vault, given, now, report }: KeptAuthorityOptions): Promise<Authority> {
  const path = vaultPaths.authority(vault);
  if (given !== undefined) await keepGiven(vault, path, joinPair(given), report);
  const text = readIfPresent(path) ?? createFile(path, joinPair(await createAuthority(now)));
  const authority = await readAuthority(splitPair(text, path), path);
  if (!hasExpired(authority.parsed, now)) return authority;
  throw new Error(
    `${path} has expired on ${authority.parsed.validTo}: nothing trusts a certificate of it. ` +
      `Delete the file; the next deploy makes a new authority and all certificates.`,
  );
}

async function keepGiven(vault: string, path: string, text: string, report: (message: string) => void): Promise<void> {
  if (readIfPresent(path) === text) return;
  await withLock(vault, () => {
    const kept = readIfPresent(path);
    if (kept === text) return;
    replaceFile(path, text, { mode: 0o600 });
    if (kept !== undefined) report('The given authority is another one: all certificates are made anew.');
  });
}

import { Refusal } from '../toolchain/refusal.js';
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

/** What a vault has of authorities. */
export interface KeptAuthority {
  /** Signs new certificates. */
  readonly issuer: Authority;
  /** Signed those that have not been renewed since the issuer took over. */
  readonly previous: Authority | undefined;
  /** Certificates of all that count, PEM, the newest first. */
  readonly trusted: string;
}

/** The authority of a vault, generated when there is none yet. Throws a Refusal when it is damaged or has expired. */
export async function keptAuthority({ vault, given, now, report }: KeptAuthorityOptions): Promise<KeptAuthority> {
  const path = vaultPaths.authority(vault);
  if (given !== undefined) await keepGiven(vault, joinPair(given), report);
  const text = readIfPresent(path) ?? createFile(path, joinPair(await createAuthority(now)));
  const issuer = await readAuthority(splitPair(text, path), path);
  if (hasExpired(issuer.parsed, now)) {
    throw new Refusal(
      `${path} has expired on ${issuer.parsed.validTo}: nothing trusts a certificate of it. ` +
        `Delete the file; the next deploy makes a new authority and all certificates.`,
    );
  }
  const next = await readOther(vaultPaths.nextAuthority(vault));
  const previous = await readOther(vaultPaths.previousAuthority(vault));
  const certificates = [next, issuer, previous].flatMap((authority) => (authority ? [authority.certificate] : []));
  return { issuer, previous, trusted: [...new Set(certificates)].join('') };
}

async function readOther(path: string): Promise<Authority | undefined> {
  const text = readIfPresent(path);
  return text === undefined ? undefined : await readAuthority(splitPair(text, path), path);
}

async function keepGiven(vault: string, text: string, report: (message: string) => void): Promise<void> {
  const path = vaultPaths.authority(vault);
  // The two of a rotation under way stay as they are: it ends with one of them.
  const isKept = () =>
    [path, vaultPaths.nextAuthority(vault), vaultPaths.previousAuthority(vault)].some(
      (each) => readIfPresent(each) === text,
    );
  if (isKept()) return;
  await withLock(vault, () => {
    if (isKept()) return;
    const kept = readIfPresent(path);
    replaceFile(path, text, { mode: 0o600 });
    if (kept !== undefined) report('The given authority is another one: all certificates are made anew.');
  });
}

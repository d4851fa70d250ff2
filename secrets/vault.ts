import { X509Certificate } from 'node:crypto';
import { passwordNames, type CertificateRequest, type GivenName, type PasswordForms } from '../constructs/secret.js';
import { givenNames, type PasswordName } from '../constructs/secret.js';
import { createFile, readIfPresent, replaceFile } from './atomic-file.js';
import { hasExpired } from './certificate-dates.js';
import { checkRequest, requestFile } from './certificate-request.js';
import { issueCertificate } from './certificate.js';
import { readGiven } from './given.js';
import type { Environment } from './given-secrets.js';
import { keepGivenPassword, keptPassword } from './kept-password.js';
import { keptAuthority, type KeptAuthority } from './kept-authority.js';
import { withLock } from './lock.js';
import { joinPair, splitPair, type KeyPair } from './pem.js';
import { prepareVault, vaultPaths } from './vault-folder.js';

export interface VaultOptions {
  /** The vault's folder, made when missing: `.stacks/<stack>/vault`. */
  readonly directory: string;
  /** Where given secrets are looked for (docs/secrets.md). @default process.env */
  readonly environment?: Environment;
  /** Takes a message for the user, such as that an expired certificate was renewed. @default console.warn */
  readonly report?: (message: string) => void;
  /** The time by which certificates are dated. @default the clock */
  readonly now?: () => Date;
}

/**
 * Opens a vault, or makes it, and takes in what the environment gives.
 *
 * @throws SettingsError when given values are not allowed, before anything is made; Refusal when what is kept is damaged. Neither holds a
 *   secret.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { directory, environment = process.env, report = console.warn, now = () => new Date() } = options;
  const { secrets, authority } = await readGiven(environment, now());
  prepareVault(directory);
  for (const name of passwordNames) {
    const plain = secrets.get(name);
    if (plain !== undefined) await keepGivenPassword(directory, name, plain);
  }
  for (const name of givenNames) {
    const value = secrets.get(name);
    const path = vaultPaths.given(directory, name);
    if (value !== undefined && readIfPresent(path) !== value) replaceFile(path, value, { mode: 0o600 });
  }
  const kept = await keptAuthority({ vault: directory, given: authority, now: now(), report });
  return new Vault(directory, kept, report, now);
}

/** The secrets of one stack: made on first use, the same ever after, also when two processes use them at once. */
export class Vault {
  constructor(
    private readonly directory: string,
    private readonly kept: KeptAuthority,
    private readonly report: (message: string) => void,
    private readonly now: () => Date,
  ) {}

  /** The certificate of the authority, PEM; while the authority is rotated, those of both, the newer first. */
  get authority(): string {
    return this.kept.trusted;
  }

  /**
   * The certificate for a request, made on first use. One that expires soon is left alone (`describeCertificates` tells); one that
   * has expired helps nobody and is renewed, which is reported. One of the previous authority stays until `renewCertificate`.
   */
  async certificate(request: CertificateRequest): Promise<KeyPair> {
    const path = this.certificatePath(request);
    const kept = readIfPresent(path);
    if (kept === undefined)
      return this.ofPrevious(request) ?? splitPair(createFile(path, await this.issue(request)), path);
    const pair = splitPair(kept, path);
    return this.hasExpired(pair) ? this.replace(request, (found) => this.hasExpired(found)) : pair;
  }

  /** Whether the certificate for a request is, or would be, one of the previous authority. */
  isOfPrevious(request: CertificateRequest): boolean {
    return readIfPresent(this.certificatePath(request)) === undefined && this.ofPrevious(request) !== undefined;
  }

  /** Replaces the certificate for a request by a new one with a new key, now. */
  async renewCertificate(request: CertificateRequest): Promise<KeyPair> {
    return this.replace(request, () => true);
  }

  /** A password in all its forms, made on first use. */
  password(name: PasswordName): PasswordForms {
    return keptPassword(this.directory, name);
  }

  /** A secret that is never generated; undefined when it was never given. */
  given(name: GivenName): string | undefined {
    return readIfPresent(vaultPaths.given(this.directory, name));
  }

  private async replace(request: CertificateRequest, isWanted: (kept: KeyPair) => boolean): Promise<KeyPair> {
    const path = this.certificatePath(request);
    return withLock(this.directory, async () => {
      const kept = readIfPresent(path);
      if (kept !== undefined && !isWanted(splitPair(kept, path))) return splitPair(kept, path);
      const issued = await this.issue(request);
      replaceFile(path, issued, { mode: 0o600 });
      this.report(`The certificate of ${request.commonName} was renewed; a deploy makes its users take it.`);
      return splitPair(issued, path);
    });
  }

  private ofPrevious(request: CertificateRequest): KeyPair | undefined {
    const { previous } = this.kept;
    if (previous === undefined) return undefined;
    const path = this.certificatePath(request, previous);
    const text = readIfPresent(path);
    const pair = text === undefined ? undefined : splitPair(text, path);
    return pair === undefined || this.hasExpired(pair) ? undefined : pair;
  }

  private async issue(request: CertificateRequest): Promise<string> {
    return joinPair(await issueCertificate(this.kept.issuer, request, this.now()));
  }

  private certificatePath(request: CertificateRequest, { parsed } = this.kept.issuer): string {
    checkRequest(request);
    return vaultPaths.certificate(this.directory, requestFile(request, parsed.fingerprint256));
  }

  private hasExpired({ certificate }: KeyPair): boolean {
    return hasExpired(new X509Certificate(certificate), this.now());
  }
}

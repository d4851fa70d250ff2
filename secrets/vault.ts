import type { CertificateRequest, GivenName, PasswordForms, PasswordName } from '../constructs/secret.js';

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  /** PKCS#8, not encrypted. */
  readonly privateKey: string;
}

export interface VaultOptions {
  /** The vault's folder, made when missing: `.stacks/<stack>/vault`. */
  readonly directory: string;
  /** Where given secrets are looked for (docs/secrets.md). @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Takes a message for the user, such as that an expired certificate was renewed. @default console.warn */
  readonly report?: (message: string) => void;
  /** The time by which certificates are dated. @default the clock */
  readonly now?: () => Date;
}

/** The secrets of one stack: made on first use, the same ever after. */
export interface Vault {
  /** The certificate of the authority, PEM. */
  readonly authority: string;
  /** The certificate for a request, made on first use, renewed (and reported) once it has expired. */
  certificate(request: CertificateRequest): Promise<KeyPair>;
  /** Replaces the certificate for a request by a new one with a new key. */
  renewCertificate(request: CertificateRequest): Promise<KeyPair>;
  /** A password in all its forms, made on first use. */
  password(name: PasswordName): PasswordForms;
  /** A secret that is never generated; undefined when it was never given. */
  given(name: GivenName): string | undefined;
}

/** Opens a vault, or makes it, and takes in what the environment gives. Throws on a given value that is not allowed. */
export declare function openVault(options: VaultOptions): Promise<Vault>;

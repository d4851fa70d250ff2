import { Refusal } from '../toolchain/refusal.js';

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  /** PKCS#8, not encrypted. */
  readonly privateKey: string;
}

const pattern =
  /^(-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n)(-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n)$/;

/** Certificate, then key, in one text: one file, so that the two can never come apart. */
export function joinPair(pair: KeyPair): string {
  return pair.certificate + pair.privateKey;
}

/** Reads what `joinPair` wrote; `path` is for the error, which never holds any of the text. */
export function splitPair(text: string, path: string): KeyPair {
  const [, certificate, privateKey] = pattern.exec(text) ?? [];
  if (certificate === undefined || privateKey === undefined) {
    throw new Refusal(
      `${path} is damaged: it must be a certificate and its key in PEM. Restore it from a backup, ` +
        `or delete it and the next run makes a new one.`,
    );
  }
  return { certificate, privateKey };
}

import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';

/**
 * ECDSA on P-256: CockroachDB, Prometheus and the exporters (Go), Redis, PgBouncer, HAProxy and PostgreSQL (OpenSSL) and Node.js
 * all take it. A handshake costs the server far less than with RSA of 2048 bits, which counts when ten thousand players come back
 * at once, and a new key costs next to nothing. Ed25519 is not safe everywhere: busybox and older clients refuse it.
 */
export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A private key for signing, and how to sign with it. */
export interface Signer {
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: { readonly name: string; readonly hash: string };
}

/** A new key pair that can be exported. */
export async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

/** A private key as PEM, PKCS#8. */
export async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  const lines = bytes.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** Makes the signer of a PEM key in any of its forms; undefined when it is of a kind that `acceptedKeys` does not name. */
export async function signerOf(pem: string): Promise<Signer | undefined> {
  const key = createPrivateKey(pem);
  const algorithm = importAlgorithm(key);
  if (algorithm === undefined) return undefined;
  const bytes = key.export({ type: 'pkcs8', format: 'der' });
  return { key: await webcrypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']), algorithm };
}

/** For messages: the keys that `signerOf` takes. */
export const acceptedKeys = 'ECDSA on P-256, P-384 or P-521, or RSA of at least 2048 bits';

const curves = new Map([
  ['prime256v1', { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }],
  ['secp384r1', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }],
  ['secp521r1', { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' }],
]);

function importAlgorithm(key: KeyObject): { name: string; hash: string } | undefined {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ec') return curves.get(details?.namedCurve ?? '');
  if (key.asymmetricKeyType !== 'rsa' || (details?.modulusLength ?? 0) < 2048) return undefined;
  return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
}

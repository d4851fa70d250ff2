import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { Refusal } from '../toolchain/refusal.js';
import { addDays, authorityDays, backdateMs } from './certificate-dates.js';
import { generateKeys, keyAlgorithm, privateKeyPem, signerOf, type Signer } from './key.js';
import type { KeyPair } from './pem.js';
import * as x509 from './x509.js';

/** What signs certificates. */
export interface Authority {
  readonly certificate: string;
  readonly parsed: X509Certificate;
  readonly signer: Signer;
}

/** Makes a new authority. Its name has a random part, so that those of two stacks are never taken for one another. */
export async function createAuthority(now: Date): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: x509.randomSerial(),
    name: `CN=Planetary Survival authority ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter: addDays(now, authorityDays),
    keys,
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pemText(certificate), privateKey: await privateKeyPem(keys.privateKey) };
}

/** Makes an authority of its parts. Throws a Refusal, without naming any of the text, when they do not belong together. */
export async function readAuthority(pair: KeyPair, path: string): Promise<Authority> {
  try {
    const parsed = new X509Certificate(pair.certificate);
    const signer = await signerOf(pair.privateKey);
    if (signer !== undefined && parsed.checkPrivateKey(createPrivateKey(pair.privateKey))) {
      return { certificate: pair.certificate, parsed, signer };
    }
  } catch {
    // OpenSSL's message adds nothing, and may quote the file.
  }
  throw new Refusal(
    `${path} is damaged: its certificate and its key do not belong together. Restore it from a backup.`,
  );
}

/** A certificate as PEM with a newline at its end. */
export function pemText(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem').trimEnd()}\n`;
}

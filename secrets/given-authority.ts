import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SettingsError } from '../config/settings-error.js';
import { daysLeft, expiringDays } from './certificate-dates.js';
import type { Environment } from './given-secrets.js';
import { acceptedKeys, signerOf } from './key.js';
import type { KeyPair } from './pem.js';

const certificateVariable = 'PLANETARY_CA_CERT';
const keyVariable = 'PLANETARY_CA_KEY';

/**
 * The authority that the environment gives, by the paths in `PLANETARY_CA_CERT` and `PLANETARY_CA_KEY`, checked; undefined when
 * neither is set. Its key comes back in PKCS#8.
 *
 * @throws SettingsError that names the variable and the file, and holds nothing of the key.
 */
export async function givenAuthority(environment: Environment, now: Date): Promise<KeyPair | undefined> {
  const certificatePath = environment[certificateVariable];
  const keyPath = environment[keyVariable];
  if (certificatePath === undefined && keyPath === undefined) return undefined;
  if (certificatePath === undefined)
    throw new SettingsError([`${keyVariable} is set without ${certificateVariable}. Set both.`]);
  if (keyPath === undefined)
    throw new SettingsError([`${certificateVariable} is set without ${keyVariable}. Set both.`]);

  const certificate = parse(
    `${certificateVariable} (${certificatePath})`,
    'a certificate in PEM',
    () => new X509Certificate(readFileSync(certificatePath)),
  );
  checkCertificate(certificate, `${certificateVariable} (${certificatePath})`, now);
  const keySource = `${keyVariable} (${keyPath})`;
  const key = parse(keySource, 'a private key in PEM without a passphrase', () =>
    createPrivateKey(readFileSync(keyPath)),
  );
  if (!certificate.checkPrivateKey(key))
    throw new SettingsError([`${keySource} is not the key of ${certificateVariable}.`]);
  const privateKey = pkcs8(key);
  if ((await signerOf(privateKey)) === undefined) throw new SettingsError([`${keySource} must be ${acceptedKeys}.`]);
  return { certificate: certificate.toString(), privateKey };
}

function checkCertificate(certificate: X509Certificate, source: string, now: Date): void {
  if (!certificate.ca) {
    throw new SettingsError([`${source} is no authority: it needs CA:TRUE, and keyCertSign if it has a key usage.`]);
  }
  if (!certificate.checkIssued(certificate) || !certificate.verify(certificate.publicKey)) {
    throw new SettingsError([
      `${source} is not self-signed. Give a root: an intermediate alone is trusted by Go and refused by OpenSSL.`,
    ]);
  }
  const left = daysLeft(certificate, now);
  if (left < expiringDays) {
    throw new SettingsError([
      `${source} is valid for ${Math.max(left, 0)} more days. It must be for at least ${expiringDays}.`,
    ]);
  }
}

function parse<T>(source: string, wanted: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new SettingsError([`${source} must be ${wanted}, in a file that can be read.`]);
  }
}

function pkcs8(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

import { isIP } from 'node:net';
import type { CertificateRequest } from '../constructs/secret.js';
import { pemText, type Authority } from './authority.js';
import { addDays, backdateMs, leafDays } from './certificate-dates.js';
import { generateKeys, privateKeyPem } from './key.js';
import type { KeyPair } from './pem.js';
import * as x509 from './x509.js';

const purposes = { server: x509.ExtendedKeyUsage.serverAuth, client: x509.ExtendedKeyUsage.clientAuth };

/** Makes a leaf certificate with a new key. It never outlives its authority. */
export async function issueCertificate(authority: Authority, request: CertificateRequest, now: Date): Promise<KeyPair> {
  const keys = await generateKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const end = Math.min(addDays(now, leafDays).getTime(), issuer.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: x509.randomSerial(),
    subject: `CN=${request.commonName}`,
    issuer: issuer.subjectName,
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter: new Date(end),
    publicKey: keys.publicKey,
    signingKey: authority.signer.key,
    signingAlgorithm: authority.signer.algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      // keyEncipherment is for RSA; RFC 8813 forbids it here.
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(request.uses.map((use) => purposes[use])),
      ...alternativeNames(request.names),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: pemText(certificate), privateKey: await privateKeyPem(keys.privateKey) };
}

function alternativeNames(names: readonly string[]): x509.Extension[] {
  if (names.length === 0) return [];
  const typed = names.map((name) => ({ type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const), value: name }));
  return [new x509.SubjectAlternativeNameExtension(typed)];
}

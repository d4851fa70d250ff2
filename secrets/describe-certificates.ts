import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysLeft, expiringDays, hasExpired } from './certificate-dates.js';

/** What there is to know of one certificate. */
export interface CertificateFacts {
  readonly commonName: string;
  /** DNS names and addresses. */
  readonly names: readonly string[];
  readonly uses: readonly ('authority' | 'server' | 'client')[];
  readonly notAfter: Date;
  /** Whole days, rounded down; negative once it has expired. */
  readonly daysLeft: number;
  /** `expiring` from 30 days before the end. */
  readonly state: 'valid' | 'expiring' | 'expired';
}

/** A certificate where a tier has it. */
export interface DeployedCertificate extends CertificateFacts {
  readonly tier: string;
  readonly file: string;
}

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const usesByOid = new Map([
  ['1.3.6.1.5.5.7.3.1', 'server' as const],
  ['1.3.6.1.5.5.7.3.2', 'client' as const],
]);

/** The facts of every certificate of a PEM text. */
export function certificateFacts(text: string, now: Date = new Date()): CertificateFacts[] {
  return [...text.matchAll(pem)].map(([found]) => factsOf(new X509Certificate(found), now));
}

function factsOf(certificate: X509Certificate, now: Date): CertificateFacts {
  const left = daysLeft(certificate, now);
  const alive = left < expiringDays ? 'expiring' : 'valid';
  return {
    commonName: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '',
    names: [...(certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,]+)/g)].map(
      ([, name]) => name ?? '',
    ),
    uses: certificate.ca ? ['authority'] : (certificate.keyUsage ?? []).flatMap((oid) => usesByOid.get(oid) ?? []),
    notAfter: new Date(certificate.validTo),
    daysLeft: left,
    state: hasExpired(certificate, now) ? 'expired' : alive,
  };
}

/**
 * Every certificate that the tiers of a stack have, the one that ends first before the others.
 *
 * @param secretsDirectory what `materialise` wrote: `.stacks/<stack>/secrets`.
 */
export function describeCertificates(secretsDirectory: string, now: Date = new Date()): DeployedCertificate[] {
  const tiers = readdirSync(secretsDirectory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return tiers
    .flatMap(({ name: tier }) =>
      readdirSync(join(secretsDirectory, tier)).flatMap((file) =>
        certificateFacts(readFileSync(join(secretsDirectory, tier, file), 'utf8'), now).map((facts) => ({
          tier,
          file,
          ...facts,
        })),
      ),
    )
    .toSorted((one, other) => one.notAfter.getTime() - other.notAfter.getTime());
}

import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { CertificateRequest } from '../constructs/secret.js';

const commonName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const dnsName = /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Throws when no certificate can be made for a request, naming what is wrong with it. */
export function checkRequest({ commonName: name, names, uses }: CertificateRequest): void {
  const wrong = (what: string): never => {
    throw new Error(`certificate "${name}" ${what}`);
  };
  if (!commonName.test(name)) wrong('must have a common name of 1 to 64 letters, digits, ".", "_" and "-"');
  if (uses.length === 0) wrong('must be for "server", for "client" or for both');
  if (uses.includes('server') && names.length === 0)
    wrong('is for a server and must have at least one name or address');
  for (const [index, each] of names.entries()) {
    if (isIP(each) === 0 && !dnsName.test(each))
      wrong(`has the name "${each}", which is neither a DNS name nor an address`);
    if (names.indexOf(each) !== index) wrong(`has the name "${each}" twice`);
  }
}

/** Names the file of the certificate for a request under one authority; the order of names and uses does not matter. */
export function requestFile(request: CertificateRequest, authorityFingerprint: string): string {
  const sorted = [request.commonName, request.names.toSorted(), request.uses.toSorted(), authorityFingerprint];
  const hash = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return `${request.commonName}-${hash.slice(0, 24)}.pem`;
}

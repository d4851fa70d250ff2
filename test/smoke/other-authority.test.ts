import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { selfSigned } from '../../smoke/probes/other-authority.js';

it('makes a certificate that only itself trusts', () => {
  const certificate = new X509Certificate(selfSigned('root').cert);
  expect(certificate.subject).toBe('CN=root');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.verify(new X509Certificate(selfSigned('root').cert).publicKey)).toBe(false);
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
});

it('keeps long names whole', () => {
  const name = 'n'.repeat(60);
  expect(new X509Certificate(selfSigned(name).cert).subject).toBe(`CN=${name}`);
});

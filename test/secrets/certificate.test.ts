import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { days, openssl, redisRequest, testVault, writtenFiles } from './fixture.js';

test('the authority is a root that signs leaves only, for ten years', async () => {
  const { authority } = await testVault();
  const parsed = new X509Certificate(authority);
  const [path = ''] = writtenFiles(authority);

  expect(parsed.ca).toBe(true);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect((Date.parse(parsed.validTo) - Date.now()) / days(1)).toBeCloseTo(3650, 1);
  const text = openssl('x509', '-in', path, '-noout', '-text');
  expect(text).toContain('X509v3 Basic Constraints: critical\n                CA:TRUE, pathlen:0\n');
  expect(text).toContain('X509v3 Key Usage: critical\n                Certificate Sign, CRL Sign\n');
});

test('node:crypto finds a leaf issued by the authority, valid for its names, and of the key beside it', async () => {
  const vault = await testVault();
  const { certificate, privateKey } = await vault.certificate(redisRequest);
  const leaf = new X509Certificate(certificate);
  const authority = new X509Certificate(vault.authority);

  expect(leaf.checkIssued(authority)).toBe(true);
  expect(leaf.verify(authority.publicKey)).toBe(true);
  expect(leaf.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
  expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(leaf.ca).toBe(false);
  expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  for (const name of ['redis', 'redis-0.redis-nodes', 'redis-1.redis-nodes', 'localhost'])
    expect([name, leaf.checkHost(name)]).toEqual([name, name]);
  for (const name of ['redis-2.redis-nodes', 'redis-0', 'state', 'a.redis'])
    expect([name, leaf.checkHost(name)]).toEqual([name, undefined]);
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(leaf.checkIP('::1')).toBe('::1');
  expect(leaf.checkIP('127.0.0.2')).toBeUndefined();
});

test('a leaf is dated back five minutes and lasts one year', async () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const vault = await testVault({ now: () => now });
  const leaf = new X509Certificate((await vault.certificate(redisRequest)).certificate);

  expect(new Date(leaf.validFrom).toISOString()).toBe('2026-11-24T11:55:00.000Z');
  expect(new Date(leaf.validTo).toISOString()).toBe('2027-11-24T12:00:00.000Z');
});

test('serial numbers are random, of 128 bits, and positive', async () => {
  const vault = await testVault();
  const serials = [];
  for (const commonName of ['a', 'b', 'c'])
    serials.push(
      new X509Certificate((await vault.certificate({ ...redisRequest, commonName })).certificate).serialNumber,
    );

  for (const serial of serials) expect(serial).toMatch(/^01[0-9A-F]{32}$/);
  expect(new Set(serials).size).toBe(3);
});

test.each([
  { uses: ['server'] as const, accepted: ['sslserver'], refused: ['sslclient'] },
  { uses: ['client'] as const, accepted: ['sslclient'], refused: ['sslserver'] },
  { uses: ['server', 'client'] as const, accepted: ['sslserver', 'sslclient'], refused: [] },
])('openssl takes a certificate for $uses as $accepted, and not as $refused', async ({ uses, accepted, refused }) => {
  const vault = await testVault();
  const { certificate } = await vault.certificate({ ...redisRequest, uses });
  const [authority = '', leaf = ''] = writtenFiles(vault.authority, certificate);
  const verify = (purpose: string) =>
    openssl('verify', '-x509_strict', '-purpose', purpose, '-CAfile', authority, leaf);

  for (const purpose of accepted) expect(verify(purpose)).toBe(`${leaf}: OK\n`);
  for (const purpose of refused) expect(() => verify(purpose)).toThrow('unsuitable certificate purpose');
  expect(openssl('x509', '-in', leaf, '-noout', '-ext', 'keyUsage')).toBe(
    'X509v3 Key Usage: critical\n    Digital Signature\n',
  );
});

test('openssl takes a leaf for each of its names, no other, and under no other authority', async () => {
  const vault = await testVault();
  const { certificate } = await vault.certificate(redisRequest);
  const [authority = '', leaf = '', other = ''] = writtenFiles(
    vault.authority,
    certificate,
    (await testVault()).authority,
  );
  const verify = (file: string, ...args: string[]) => openssl('verify', ...args, '-CAfile', file, leaf);

  expect(verify(authority, '-verify_hostname', 'redis-1.redis-nodes')).toBe(`${leaf}: OK\n`);
  expect(verify(authority, '-verify_ip', '127.0.0.1')).toBe(`${leaf}: OK\n`);
  expect(() => verify(authority, '-verify_hostname', 'state')).toThrow('hostname mismatch');
  expect(() => verify(other)).toThrow('unable to get local issuer certificate');
});

test('a certificate without names has no alternative names at all', async () => {
  const vault = await testVault();
  const root = await vault.certificate({ commonName: 'root', names: [], uses: ['client'] });
  const leaf = new X509Certificate(root.certificate);

  expect(leaf.subject).toBe('CN=root');
  expect(leaf.subjectAltName).toBeUndefined();
});

test.each([
  [
    { ...redisRequest, commonName: 'a,b' },
    'certificate "a,b" must have a common name of 1 to 64 letters, digits, ".", "_" and "-"',
  ],
  [{ ...redisRequest, uses: [] }, 'certificate "redis" must be for "server", for "client" or for both'],
  [{ ...redisRequest, names: [] }, 'certificate "redis" is for a server and must have at least one name or address'],
  [
    { ...redisRequest, names: ['a b'] },
    'certificate "redis" has the name "a b", which is neither a DNS name nor an address',
  ],
  [{ ...redisRequest, names: ['a', 'b', 'a'] }, 'certificate "redis" has the name "a" twice'],
])('an impossible request is refused: %o', async (request, message) => {
  const vault = await testVault();
  await expect(vault.certificate(request)).rejects.toThrow(new Error(message));
});

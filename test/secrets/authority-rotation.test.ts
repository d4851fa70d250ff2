import { X509Certificate } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  authorityStage,
  beginAuthority,
  dropPreviousAuthority,
  switchAuthority,
} from '../../secrets/authority-rotation.js';
import { createAuthority } from '../../secrets/authority.js';
import type { Vault } from '../../secrets/vault.js';
import { openssl, redisRequest, temporaryFolder, testVault, writtenFiles } from './fixture.js';

let directory: string;
beforeEach(() => {
  directory = join(temporaryFolder(), 'vault');
});

const open = async (environment = {}): Promise<Vault> => await testVault({ directory, environment });
const issuerOf = (certificate: string): string => new X509Certificate(certificate).issuer;
const names = (bundle: string): string[] =>
  [...bundle.matchAll(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g)].map(
    ([pem]) => new X509Certificate(pem).subject,
  );

test('the next authority is trusted first, then signs, and then the one before it is gone with its certificates', async () => {
  const before = await open();
  const old = await before.certificate(redisRequest);
  const [oldName] = names(before.authority);
  expect(authorityStage(directory)).toBeUndefined();

  await beginAuthority(directory, undefined, new Date());
  expect(authorityStage(directory)).toBe('overlap');
  const [newName, ...others] = names((await open()).authority);
  expect(others).toEqual([oldName]);
  expect(await (await open()).certificate(redisRequest)).toEqual(old);
  const stillOld = { ...redisRequest, commonName: 'of-the-old' };
  expect(issuerOf((await (await open()).certificate(stillOld)).certificate)).toBe(oldName);

  await switchAuthority(directory);
  expect(authorityStage(directory)).toBe('switched');
  const during = await open();
  expect(names(during.authority)).toEqual([newName, oldName]);
  expect(await during.certificate(redisRequest)).toEqual(old);
  expect(during.isOfPrevious(redisRequest)).toBe(true);
  expect(issuerOf((await during.certificate({ ...redisRequest, commonName: 'first-asked-now' })).certificate)).toBe(
    newName,
  );
  const quiet = await testVault({ directory, report: () => {} });
  const renewed = await quiet.renewCertificate(redisRequest);
  expect(issuerOf(renewed.certificate)).toBe(newName);
  expect(during.isOfPrevious(redisRequest)).toBe(false);
  const [bundle = '', one = '', two = ''] = writtenFiles(during.authority, old.certificate, renewed.certificate);
  expect(openssl('verify', '-x509_strict', '-CAfile', bundle, one, two)).toBe(`${one}: OK\n${two}: OK\n`);

  await dropPreviousAuthority(directory);
  expect(authorityStage(directory)).toBeUndefined();
  const after = await open();
  expect(names(after.authority)).toEqual([newName]);
  expect(await after.certificate(redisRequest)).toEqual(renewed);
  expect(readdirSync(join(directory, 'certificates'))).toHaveLength(2);
  expect(existsSync(join(directory, 'authority-previous.pem'))).toBe(false);
});

test('each step done again changes nothing, and none is done out of turn', async () => {
  const before = (await open()).authority;
  await switchAuthority(directory);
  await dropPreviousAuthority(directory);
  expect((await open()).authority).toBe(before);
  await beginAuthority(directory, undefined, new Date());
  const both = (await open()).authority;
  await beginAuthority(directory, undefined, new Date());
  await dropPreviousAuthority(directory);
  expect((await open()).authority).toBe(both);
  await switchAuthority(directory);
  await switchAuthority(directory);
  await beginAuthority(directory, undefined, new Date());
  expect((await open()).authority).toBe(both);
});

test.each(['authority-previous.pem', 'authority.pem'])(
  'a switch that was killed after it wrote %s is completed by the next one',
  async (last) => {
    const before = (await open()).authority;
    await beginAuthority(directory, undefined, new Date());
    const both = (await open()).authority;
    const path = (name: string): string => join(directory, name);
    copyFileSync(path('authority.pem'), path('authority-previous.pem'));
    if (last === 'authority.pem') copyFileSync(path('authority-next.pem'), path('authority.pem'));

    expect((await open()).authority).toBe(both);
    expect(authorityStage(directory)).toBe('overlap');
    await switchAuthority(directory);
    expect((await open()).authority).toBe(both);
    await dropPreviousAuthority(directory);
    expect(both).toBe((await open()).authority + before);
  },
);

test('a given authority is rotated to, and giving either of the two meanwhile changes nothing', async () => {
  await open();
  const given = await createAuthority(new Date());
  const [certificate = '', key = ''] = writtenFiles(given.certificate, given.privateKey);
  const environment = { PLANETARY_CA_CERT: certificate, PLANETARY_CA_KEY: key };
  await beginAuthority(directory, given, new Date());
  const both = (await open()).authority;
  expect(both.startsWith(given.certificate)).toBe(true);

  expect((await open(environment)).authority).toBe(both);
  await switchAuthority(directory);
  expect((await open(environment)).authority).toBe(both);
  await dropPreviousAuthority(directory);
  expect((await open(environment)).authority).toBe(given.certificate);
});

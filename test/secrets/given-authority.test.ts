import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { SettingsError } from '../../config/settings-error.js';
import { openssl, redisRequest, temporaryFolder, testVault, writtenFiles } from './fixture.js';

let folder: string;
let environment: { PLANETARY_CA_CERT: string; PLANETARY_CA_KEY: string };

beforeEach(() => {
  folder = temporaryFolder();
  environment = { PLANETARY_CA_CERT: join(folder, 'ca.crt'), PLANETARY_CA_KEY: join(folder, 'ca.key') };
});

const elliptic = (curve: string) => ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`];
const root = ['-addext', 'keyUsage=critical,keyCertSign'];

/** Makes a self-signed certificate with OpenSSL, where `environment` says. */
function make(key: string[], extensions: string[] = root, validDays = 3650): void {
  const files = ['-out', environment.PLANETARY_CA_CERT, '-keyout', environment.PLANETARY_CA_KEY];
  openssl('req', '-x509', '-nodes', '-subj', '/CN=house', '-days', `${validDays}`, ...key, ...files, ...extensions);
}

test.each([
  ['P-256', elliptic('P-256'), 'ecdsa-with-SHA256'],
  ['P-384', elliptic('P-384'), 'ecdsa-with-SHA384'],
  ['RSA', ['-newkey', 'rsa:2048'], 'sha256WithRSAEncryption'],
])('a given authority on %s signs certificates that openssl accepts', async (_, key, signature) => {
  make(key);
  const vault = await testVault({ environment });
  const [leaf = ''] = writtenFiles((await vault.certificate(redisRequest)).certificate);

  expect(vault.authority).toBe(readFileSync(environment.PLANETARY_CA_CERT, 'utf8'));
  expect(openssl('verify', '-x509_strict', '-CAfile', environment.PLANETARY_CA_CERT, leaf)).toBe(`${leaf}: OK\n`);
  expect(openssl('x509', '-in', leaf, '-noout', '-text')).toContain(`Signature Algorithm: ${signature}`);
});

test('a key in the old form of its kind is taken too', async () => {
  make(elliptic('P-256'));
  const key = createPrivateKey(readFileSync(environment.PLANETARY_CA_KEY));
  writeFileSync(environment.PLANETARY_CA_KEY, key.export({ type: 'sec1', format: 'pem' }));

  await expect((await testVault({ environment })).certificate(redisRequest)).resolves.toBeDefined();
});

test('a given authority replaces the generated one, is kept, and brings new certificates; that is reported', async () => {
  make(elliptic('P-256'));
  const directory = join(temporaryFolder(), 'vault');
  const before = await (await testVault({ directory })).certificate(redisRequest);
  const messages: string[] = [];

  const vault = await testVault({ directory, environment, report: (message) => void messages.push(message) });
  const after = await vault.certificate(redisRequest);

  expect(messages).toEqual(['The given authority is another one: all certificates are made anew.']);
  expect(new X509Certificate(after.certificate).checkIssued(new X509Certificate(vault.authority))).toBe(true);
  expect(after.privateKey).not.toBe(before.privateKey);
  expect(await (await testVault({ directory, environment })).certificate(redisRequest)).toEqual(after);
  expect(await (await testVault({ directory })).certificate(redisRequest)).toEqual(after);
});

const cert = (problem: string) => () => `PLANETARY_CA_CERT (${environment.PLANETARY_CA_CERT}) ${problem}`;
const key = (problem: string) => () => `PLANETARY_CA_KEY (${environment.PLANETARY_CA_KEY}) ${problem}`;

const noAuthority = cert('is no authority: it needs CA:TRUE, and keyCertSign if it has a key usage.');

test.each<[string, () => void, () => string]>([
  ['no authority', () => make(elliptic('P-256'), ['-addext', 'basicConstraints=critical,CA:FALSE']), noAuthority],
  ['no signer', () => make(elliptic('P-256'), ['-addext', 'keyUsage=digitalSignature']), noAuthority],
  [
    'ends soon',
    () => make(elliptic('P-256'), root, 30),
    cert('is valid for 29 more days. It must be for at least 30.'),
  ],
  [
    'a short key',
    () => make(['-newkey', 'rsa:1024']),
    key('must be ECDSA on P-256, P-384 or P-521, or RSA of at least 2048 bits.'),
  ],
  [
    'another curve',
    () => make(elliptic('secp256k1')),
    key('must be ECDSA on P-256, P-384 or P-521, or RSA of at least 2048 bits.'),
  ],
  ['no file', () => undefined, cert('must be a certificate in PEM, in a file that can be read.')],
  [
    'no certificate',
    () => {
      make(elliptic('P-256'));
      writeFileSync(environment.PLANETARY_CA_CERT, 'hunter2');
    },
    cert('must be a certificate in PEM, in a file that can be read.'),
  ],
  [
    'no key',
    () => {
      make(elliptic('P-256'));
      writeFileSync(environment.PLANETARY_CA_KEY, 'hunter2');
    },
    key('must be a private key in PEM without a passphrase, in a file that can be read.'),
  ],
  [
    'a passphrase',
    () => {
      make(elliptic('P-256'));
      openssl(
        'ec',
        '-in',
        environment.PLANETARY_CA_KEY,
        '-aes256',
        '-passout',
        'pass:hunter2',
        '-out',
        environment.PLANETARY_CA_KEY,
      );
    },
    key('must be a private key in PEM without a passphrase, in a file that can be read.'),
  ],
  [
    'another key',
    () => {
      make(elliptic('P-256'));
      openssl(
        'genpkey',
        '-algorithm',
        'EC',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-out',
        environment.PLANETARY_CA_KEY,
      );
    },
    key('is not the key of PLANETARY_CA_CERT.'),
  ],
])('a given authority is refused: %s', async (_, prepare, message) => {
  prepare();
  await expect(testVault({ environment })).rejects.toThrow(new SettingsError([message()]));
});

test('an intermediate is refused', async () => {
  make(elliptic('P-256'));
  const signed = ['-CA', environment.PLANETARY_CA_CERT, '-CAkey', environment.PLANETARY_CA_KEY];
  const own = { PLANETARY_CA_CERT: join(folder, 'sub.crt'), PLANETARY_CA_KEY: join(folder, 'sub.key') };
  const files = ['-out', own.PLANETARY_CA_CERT, '-keyout', own.PLANETARY_CA_KEY];
  openssl(
    'req',
    '-x509',
    '-nodes',
    '-subj',
    '/CN=sub',
    '-days',
    '99',
    ...elliptic('P-256'),
    ...files,
    ...root,
    ...signed,
  );

  await expect(testVault({ environment: own })).rejects.toThrow(
    new SettingsError([
      `PLANETARY_CA_CERT (${own.PLANETARY_CA_CERT}) is not self-signed. ` +
        `Give a root: an intermediate alone is trusted by Go and refused by OpenSSL.`,
    ]),
  );
});

test('one of certificate and key without the other is an error', async () => {
  await expect(testVault({ environment: { PLANETARY_CA_CERT: 'ca.crt' } })).rejects.toThrow(
    new SettingsError(['PLANETARY_CA_CERT is set without PLANETARY_CA_KEY. Set both.']),
  );
  await expect(testVault({ environment: { PLANETARY_CA_KEY: 'ca.key' } })).rejects.toThrow(
    new SettingsError(['PLANETARY_CA_KEY is set without PLANETARY_CA_CERT. Set both.']),
  );
});

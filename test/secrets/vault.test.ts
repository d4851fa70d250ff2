import { compareSync } from 'bcryptjs';
import { X509Certificate, createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPassword } from '../../secrets/kept-password.js';
import { Refusal } from '../../toolchain/refusal.js';
import { days, modeOf, redisRequest, temporaryFolder, testVault } from './fixture.js';

test('a second run finds every byte as the first left it', async () => {
  const directory = join(temporaryFolder(), 'vault');
  const first = await testVault({ directory });
  const made = [first.authority, await first.certificate(redisRequest), first.password('redis-app')];
  const bytes = snapshot(directory);

  const second = await testVault({ directory });

  expect([second.authority, await second.certificate(redisRequest), second.password('redis-app')]).toEqual(made);
  expect(snapshot(directory)).toEqual(bytes);
});

test('two who make the same certificate at once get the same', async () => {
  const directory = join(temporaryFolder(), 'vault');
  const vaults = [await testVault({ directory }), await testVault({ directory })];
  const [one, other] = await Promise.all(vaults.map((vault) => vault.certificate(redisRequest)));

  expect(one).toEqual(other);
});

test('names and uses in another order are the same certificate; other ones are another', async () => {
  const vault = await testVault();
  const { certificate } = await vault.certificate(redisRequest);
  const turned = { ...redisRequest, names: redisRequest.names.toReversed(), uses: ['client', 'server'] as const };

  expect((await vault.certificate(turned)).certificate).toBe(certificate);
  for (const other of [
    { ...redisRequest, names: redisRequest.names.slice(1) },
    { ...redisRequest, uses: ['server'] as const },
    { ...redisRequest, commonName: 'other' },
  ])
    expect((await vault.certificate(other)).certificate).not.toBe(certificate);
});

test('only the owner can read a vault, also one whose folders were opened', async () => {
  const directory = join(temporaryFolder(), 'vault');
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  const vault = await testVault({
    directory,
    environment: { PLANETARY_SECRET_COCKROACH_LICENCE: 'crl-0-abcdefghijkl' },
  });
  await vault.certificate(redisRequest);
  vault.password('redis-app');

  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const modes = entries.map(
    (entry) => `${entry.isDirectory() ? 'd' : 'f'} ${modeOf(join(entry.parentPath, entry.name))}`,
  );
  expect(modeOf(directory)).toBe('700');
  expect(modes.toSorted()).toEqual(['d 700', 'd 700', 'd 700', 'f 600', 'f 600', 'f 600', 'f 600']);
});

test('a password is 32 letters and digits, and all its forms are of it', async () => {
  const vault = await testVault();
  const { plain, sha256, bcrypt } = vault.password('redis-app');

  expect(plain).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(sha256).toBe(createHash('sha256').update(plain).digest('hex'));
  expect(bcrypt).toMatch(/^\$2b\$10\$/);
  expect(compareSync(plain, bcrypt)).toBe(true);
  expect(vault.password('redis-probe').plain).not.toBe(plain);
});

test('an expiring certificate stays; an expired one is renewed, with a message', async () => {
  const directory = join(temporaryFolder(), 'vault');
  const first = await (await testVault({ directory })).certificate(redisRequest);
  const at = (count: number) => () => new Date(Date.now() + days(count));
  const messages: string[] = [];
  const report = (message: string) => void messages.push(message);

  expect(await (await testVault({ directory, now: at(364) })).certificate(redisRequest)).toEqual(first);
  const renewed = await (await testVault({ directory, now: at(366), report })).certificate(redisRequest);

  expect(messages).toEqual(['The certificate of redis was renewed; a deploy makes its users take it.']);
  expect(renewed.privateKey).not.toBe(first.privateKey);
  expect(Date.parse(new X509Certificate(renewed.certificate).validTo)).toBeGreaterThan(Date.now() + days(730));
  expect(await (await testVault({ directory, now: at(366) })).certificate(redisRequest)).toEqual(renewed);
});

test('renewCertificate replaces a certificate that is still valid', async () => {
  const messages: string[] = [];
  const vault = await testVault({ report: (message) => void messages.push(message) });
  const first = await vault.certificate(redisRequest);

  const renewed = await vault.renewCertificate(redisRequest);

  expect(renewed.certificate).not.toBe(first.certificate);
  expect(await vault.certificate(redisRequest)).toEqual(renewed);
  expect(messages).toHaveLength(1);
});

test('a leaf ends with its authority at the latest; an expired authority is an error', async () => {
  const directory = join(temporaryFolder(), 'vault');
  await testVault({ directory });
  const late = await testVault({ directory, now: () => new Date(Date.now() + days(3600)) });
  const leaf = new X509Certificate((await late.certificate(redisRequest)).certificate);
  const { validTo } = new X509Certificate(late.authority);

  expect(leaf.validTo).toBe(validTo);
  await expect(testVault({ directory, now: () => new Date(Date.now() + days(3651)) })).rejects.toThrow(
    new Refusal(
      `${directory}/authority.pem has expired on ${validTo}: nothing trusts a certificate of it. ` +
        `Delete the file; the next deploy makes a new authority and all certificates.`,
    ),
  );
});

test.each(['', '{"plain": "hunter2hunter2hunter2"', '{"plain": "hunter2hunter2hunter2"}', 'edited'])(
  'a damaged password is an error that names its file and shows none of it: %j',
  async (text) => {
    const stack = temporaryFolder();
    const vault = await testVault({ directory: join(stack, 'vault') });
    const { plain } = vault.password('redis-app');
    const path = join(stack, 'vault', 'passwords', 'redis-app.json');
    const kept = readFileSync(path, 'utf8');
    writeFileSync(path, text === 'edited' ? kept.replace(plain, 'hunter2hunter2hunter2') : text);
    const message =
      `${path} is damaged: it is not what was written there. Restore it from a backup; ` +
      `or delete it, and the next run makes a new password, which every tier then has to take.`;

    expect(() => vault.password('redis-app')).toThrow(new Refusal(message));
    expect(() => readPassword(stack, 'redis-app')).toThrow(new Refusal(message));
  },
);

test('a damaged certificate or authority is an error that names its file and shows none of it', async () => {
  const directory = join(temporaryFolder(), 'vault');
  const vault = await testVault({ directory });
  const { certificate, privateKey } = await vault.certificate(redisRequest);
  const leaf = join(directory, 'certificates', readdirSync(join(directory, 'certificates'))[0] ?? '');
  writeFileSync(leaf, certificate + privateKey.slice(0, -30));
  writeFileSync(join(directory, 'authority.pem'), vault.authority + privateKey);

  await expect(vault.certificate(redisRequest)).rejects.toThrow(
    new Refusal(
      `${leaf} is damaged: it must be a certificate and its key in PEM. Restore it from a backup, ` +
        `or delete it and the next run makes a new one.`,
    ),
  );
  await expect(testVault({ directory })).rejects.toThrow(
    new Refusal(
      `${directory}/authority.pem is damaged: its certificate and its key do not belong together. Restore it from a backup.`,
    ),
  );
});

test('what a crashed run left unfinished is swept once it is old', async () => {
  const directory = join(temporaryFolder(), 'vault');
  await testVault({ directory });
  const [old, fresh] = ['.old.unfinished', '.fresh.unfinished'].map((name) => join(directory, 'passwords', name));
  for (const path of [old, fresh]) writeFileSync(path ?? '', 'half');
  utimesSync(old ?? '', Date.now() / 1000 - 700, Date.now() / 1000 - 700);

  await testVault({ directory });

  expect(readdirSync(join(directory, 'passwords'))).toEqual(['.fresh.unfinished']);
});

test('readPassword gives the plain form, and says what to do when there is none', async () => {
  const stack = temporaryFolder();
  const vault = await testVault({ directory: join(stack, 'vault') });
  const { plain } = vault.password('redis-operator');

  expect(readPassword(stack, 'redis-operator')).toBe(plain);
  expect(() => readPassword(stack, 'redis-app')).toThrow(
    new Refusal(
      `${stack}/vault/passwords/redis-app.json does not exist: the stack has no password redis-app yet. ` +
        `Deploy it first (npm start), or give one in PLANETARY_SECRET_REDIS_APP when you do.`,
    ),
  );
});

/** Path → text, of every file. */
function snapshot(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

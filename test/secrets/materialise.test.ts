import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Secret } from '../../constructs/secret.js';
import { withLock } from '../../secrets/lock.js';
import { materialise, type SecretRequest } from '../../secrets/materialise.js';
import type { Vault } from '../../secrets/vault.js';
import { modeOf, redisRequest, temporaryFolder, testVault } from './fixture.js';

const userId = 10_001;
const secrets: Record<string, Secret> = {
  'ca.crt': { kind: 'authority' },
  'tls.crt': { kind: 'certificate', request: redisRequest },
  'tls.key': { kind: 'private-key', request: redisRequest },
  'tls.pem': { kind: 'certificate-and-key', request: redisRequest },
  password: { kind: 'password', password: 'redis-app' },
  licence: { kind: 'given', given: 'cockroach-licence' },
  'users.acl': {
    kind: 'text',
    passwords: ['redis-app'],
    render: (password) => `user app on #${password('redis-app').sha256}\n`,
  },
};

let vault: Vault;
let directory: string;
beforeEach(async () => {
  const stack = temporaryFolder();
  vault = await testVault({ directory: join(stack, 'vault') });
  directory = join(stack, 'secrets');
});

const write = (...requests: SecretRequest[]) => materialise({ vault, directory, userId, requests });
const read = (path: string) => readFileSync(join(directory, path), 'utf8');

test('each kind of secret becomes a file with exactly its bytes', async () => {
  const changed = await write({ tier: 'redis', secrets });
  const { certificate, privateKey } = await vault.certificate(redisRequest);
  const { plain, sha256 } = vault.password('redis-app');

  expect(changed).toEqual(Object.keys(secrets).map((file) => `redis/${file}`));
  expect(readdirSync(join(directory, 'redis')).toSorted()).toEqual(Object.keys(secrets).toSorted());
  expect(read('redis/ca.crt')).toBe(vault.authority);
  expect(read('redis/tls.crt')).toBe(certificate);
  expect(read('redis/tls.key')).toBe(privateKey);
  expect(read('redis/tls.pem')).toBe(certificate + privateKey);
  expect(read('redis/password')).toBe(plain);
  expect(read('redis/licence')).toBe('');
  expect(read('redis/users.acl')).toBe(`user app on #${sha256}\n`);
});

test('files are 0400 and folders 0700, those of a tier of the processes’ user when root deploys', async () => {
  await write({ tier: 'redis', secrets });
  const owner = process.getuid?.() === 0 ? userId : process.getuid?.();

  expect(modeOf(directory)).toBe('700');
  expect(statSync(directory).uid).toBe(process.getuid?.());
  expect(modeOf(join(directory, 'redis'))).toBe('700');
  expect(statSync(join(directory, 'redis'))).toMatchObject({ uid: owner });
  for (const file of Object.keys(secrets)) {
    const path = join(directory, 'redis', file);
    expect([file, modeOf(path), statSync(path).uid]).toEqual([file, '400', owner]);
  }
});

test('for others than root the files stay their own', async () => {
  const own = process.getuid?.();
  const mock = vi.spyOn(process, 'getuid').mockReturnValue(4711);
  await write({ tier: 'redis', secrets }).finally(() => mock.mockRestore());

  expect(statSync(join(directory, 'redis', 'tls.key')).uid).toBe(own);
});

test('a second run touches nothing', async () => {
  await write({ tier: 'redis', secrets });
  const before = Object.keys(secrets).map((file) => statSync(join(directory, 'redis', file)));

  expect(await write({ tier: 'redis', secrets })).toEqual([]);

  const after = Object.keys(secrets).map((file) => statSync(join(directory, 'redis', file)));
  expect(after.map(({ ino, ctimeMs }) => [ino, ctimeMs])).toEqual(before.map(({ ino, ctimeMs }) => [ino, ctimeMs]));
});

test('only what changed is replaced, by a rename, and what is no longer requested goes', async () => {
  await write({ tier: 'redis', secrets });
  const path = join(directory, 'redis', 'users.acl');
  const inode = statSync(path).ino;
  const { password: _, ...kept } = secrets;
  const users: Secret = { kind: 'text', passwords: [], render: () => 'user other off\n' };

  expect(await write({ tier: 'redis', secrets: { ...kept, 'users.acl': users } })).toEqual([
    'redis/users.acl',
    'redis/password',
  ]);
  expect(statSync(path).ino).not.toBe(inode);
  expect(read('redis/users.acl')).toBe('user other off\n');
  expect(existsSync(join(directory, 'redis', 'password'))).toBe(false);
});

test('a mounted folder never shows a file that is still being written', async () => {
  await write({ tier: 'redis', secrets: {} });
  // The folder's own name comes with a change of its mode.
  const seen = new Set<string | null>(['redis']);
  const watcher = watch(join(directory, 'redis'), (_, name) => seen.add(name));
  await write({ tier: 'redis', secrets }).then(() => sleep(50));
  watcher.close();

  expect(seen).toEqual(new Set(['redis', ...Object.keys(secrets)]));
});

test('it waits while another process writes', async () => {
  await write();
  let writing: Promise<string[]> | undefined;
  await withLock(directory, async () => {
    writing = write({ tier: 'redis', secrets });
    await sleep(100);
    expect(existsSync(join(directory, 'redis'))).toBe(false);
  });

  expect(await writing).toHaveLength(Object.keys(secrets).length);
});

test('a mode that was changed is put right without a new file', async () => {
  await write({ tier: 'redis', secrets });
  const path = join(directory, 'redis', 'tls.key');
  const inode = statSync(path).ino;
  chmodSync(path, 0o644);

  expect(await write({ tier: 'redis', secrets })).toEqual([]);
  expect([modeOf(path), statSync(path).ino]).toEqual(['400', inode]);
});

test('the folder of a tier that is not requested stays', async () => {
  await write({ tier: 'redis', secrets }, { tier: 'grafana', secrets });
  await write({ tier: 'redis', secrets });

  expect(readdirSync(join(directory, 'grafana'))).toHaveLength(Object.keys(secrets).length);
});

test('a tier without secrets gets an empty folder', async () => {
  await write({ tier: 'smoke', secrets: {} });
  expect(readdirSync(join(directory, 'smoke'))).toEqual([]);
});

test('rubbish in the folder of a tier goes, folders too', async () => {
  mkdirSync(join(directory, 'redis', 'sub'), { recursive: true });
  writeFileSync(join(directory, 'redis', 'sub', 'file'), '');
  writeFileSync(join(directory, 'redis', 'toString'), '');
  await write({ tier: 'redis', secrets: {} });
  expect(readdirSync(join(directory, 'redis'))).toEqual([]);
});

test.each([
  ['redis', '../escape', 'tier redis: "../escape" is no plain name of a secret file'],
  ['redis', '.hidden', 'tier redis: ".hidden" is no plain name of a secret file'],
  ['../redis', 'file', 'tier ../redis: "../redis" is no plain name of a secret file'],
])('a name that leaves the folder is refused before anything is written: %s %s', async (tier, file, message) => {
  await expect(write({ tier, secrets: { [file]: { kind: 'authority' } } })).rejects.toThrow(new Error(message));
  expect(existsSync(directory)).toBe(false);
});

test('two entries for one tier are refused', async () => {
  await expect(write({ tier: 'redis', secrets }, { tier: 'redis', secrets: {} })).rejects.toThrow(
    new Error('tier redis requests its secrets twice'),
  );
});

test('a text that uses a password it does not list is refused', async () => {
  const text: Secret = { kind: 'text', passwords: ['redis-app'], render: (password) => password('redis-probe').plain };
  await expect(write({ tier: 'redis', secrets: { text } })).rejects.toThrow(
    new Error('A secret text uses the password redis-probe, which it does not list (redis-app).'),
  );
});

import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { passwordNames, type PasswordName } from '../../constructs/secret.js';
import { cockroachBootstrap } from '../../constructs/tiers/cockroach-bootstrap.js';
import { stateService } from '../../constructs/tiers/state.js';
import {
  beginPasswords,
  dropPreviousPasswords,
  notePasswordsSent,
  passwordStage,
  rotatedPasswords,
  switchPasswords,
} from '../../secrets/password-rotation.js';
import { secretText } from '../../secrets/secret-text.js';
import { redisAcl, sentinelAcl } from '../../templates/redis-users.js';
import { local } from '../programs/profiles.js';
import { temporaryFolder, testVault } from './fixture.js';

let directory: string;
beforeEach(() => {
  directory = join(temporaryFolder(), 'vault');
});

const open = async (environment = {}) => await testVault({ directory, environment });
/** Each takes some time to make. */
const names = ['database-app', 'redis-app', 'sentinel-client', 'state-token'] as const;
const none: ReadonlyMap<PasswordName, string> = new Map();

/** Text of a secret file of a tier or task. */
async function text(of: ReturnType<typeof stateService> | ReturnType<typeof cockroachBootstrap>, file: string) {
  const secret = of.secrets[file];
  if (secret === undefined) throw new Error(`no ${file}`);
  return await secretText(await open(), secret);
}

test('both passwords count while one is rotated; the new one is used once all know it, and the old one is then gone', async () => {
  const state = stateService(local(), '');
  const vault = await open();
  const old = vault.password('redis-app');
  await beginPasswords(directory, none, names);
  expect(passwordStage(directory)).toBe('overlap');
  const next = vault.password('redis-app').also;
  expect(vault.password('redis-app')).toMatchObject({ plain: old.plain });
  expect(next?.plain).toMatch(/^[A-Za-z0-9]{32}$/);
  const user = redisAcl((name) => vault.password(name))
    .split('\n')
    .find((line) => line.startsWith('user app '));
  for (const digest of [old.sha256, next?.sha256]) expect(user).toContain(` #${digest} `);
  const peer = sentinelAcl((name) => vault.password(name))
    .split('\n')
    .find((line) => line.startsWith('user client '));
  expect(peer?.match(/ #[0-9a-f]{64}/g)).toHaveLength(2);
  const tokens = [vault.password('state-token').plain, vault.password('state-token').also?.plain];
  expect(await text(state, 'state-token')).toBe(`${tokens.join('\n')}\n`);
  expect(await text(state, 'redis-app')).toBe(old.plain);

  await switchPasswords(directory, names);
  expect(passwordStage(directory)).toBe('switched');
  expect(await text(state, 'redis-app')).toBe(next?.plain);
  expect(await text(state, 'state-token')).toBe(`${tokens.toReversed().join('\n')}\n`);
  // The ACL is the same text, so that no Redis has to read it again.
  expect(redisAcl((name) => vault.password(name))).toContain(user);

  await dropPreviousPasswords(directory);
  expect(passwordStage(directory)).toBeUndefined();
  expect(vault.password('redis-app')).toEqual({ ...next, origin: old.origin });
  expect(await text(state, 'state-token')).toBe(tokens[1]);
});

test('a rotation is gone on with from wherever it was ended', async () => {
  const vault = await open();
  await beginPasswords(directory, none, names);
  const next = names.map((name) => vault.password(name).also?.plain);
  await switchPasswords(directory, ['database-app', 'redis-app']);
  await dropPreviousPasswords(directory);
  expect(passwordStage(directory)).toBe('overlap');
  await beginPasswords(directory, none, names);
  await switchPasswords(directory, names);
  await beginPasswords(directory, none, names);
  await dropPreviousPasswords(directory);
  expect(names.map((name) => vault.password(name).plain)).toEqual(next);
});

test('the bootstrap runs again for a given password, and while the database may not know a rotated one; not for a rotated one', async () => {
  const bootstrap = cockroachBootstrap(local());
  const origin = async () => await text(bootstrap, 'passwords.origin');
  expect(bootstrap.carries).toContain('passwords.origin');
  const before = await origin();
  await beginPasswords(directory, none, names);
  expect(await origin()).toBe(before);
  await switchPasswords(directory, names);
  expect(await origin()).not.toBe(before);
  await notePasswordsSent(directory);
  expect(await origin()).toBe(before);
  await dropPreviousPasswords(directory);
  expect(await origin()).toBe(before);
  await open({ PLANETARY_SECRET_DATABASE_APP: 'a-given-password-of-mine' });
  expect(await origin()).not.toBe(before);
});

test('a given password is rotated to; one that is given as it is stays, and so do those that cannot be replaced', async () => {
  const [kept, next] = ['kept-given-password-1', 'next-given-password-1'];
  const environment = { PLANETARY_SECRET_REDIS_PROBE: kept };
  const vault = await open(environment);
  const given = new Map<PasswordName, string>([
    ['redis-probe', kept],
    ['redis-app', next],
  ]);
  expect(await beginPasswords(directory, given, ['redis-probe', 'redis-app'])).toEqual(['redis-probe']);
  // A deploy in the middle, with either given, breaks nothing.
  const old = vault.password('redis-app').plain;
  for (const PLANETARY_SECRET_REDIS_APP of [old, next]) {
    await open({ ...environment, PLANETARY_SECRET_REDIS_APP });
    expect(vault.password('redis-app')).toMatchObject({ plain: old, also: { plain: next } });
  }
  await switchPasswords(directory, names);
  await dropPreviousPasswords(directory);
  expect(vault.password('redis-app').plain).toBe(next);
  expect(vault.password('redis-probe').plain).toBe(kept);
  expect(passwordNames.filter((name) => !rotatedPasswords.includes(name))).toEqual(['grafana-admin', 'grafana-key']);
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsError } from '../../config/settings-error.js';
import { givenNames, passwordNames } from '../../constructs/secret.js';
import { temporaryFolder, testVault } from './fixture.js';

const first = 'given-password-of-redis-1';
const allowed = (maximum: number) =>
  `Allowed are 16 to ${maximum} of A-Z a-z 0-9 . _ ~ + / = -, the first a letter or a digit. Give another value, or none at all.`;

test('a variable gives a password; its forms stay until another is given', async () => {
  const directory = join(temporaryFolder(), 'vault');
  const given = (value: string) => testVault({ directory, environment: { PLANETARY_SECRET_REDIS_APP: value } });

  const forms = (await given(first)).password('redis-app');
  expect(forms.plain).toBe(first);
  expect((await given(first)).password('redis-app')).toEqual(forms);
  expect((await testVault({ directory })).password('redis-app')).toEqual(forms);

  const other = (await given('given-password-of-redis-2')).password('redis-app');
  expect(other.plain).toBe('given-password-of-redis-2');
  for (const form of ['sha256', 'scram', 'bcrypt'] as const) expect(other[form]).not.toBe(forms[form]);
});

test('a given password replaces a generated one', async () => {
  const directory = join(temporaryFolder(), 'vault');
  (await testVault({ directory })).password('redis-app');
  const vault = await testVault({ directory, environment: { PLANETARY_SECRET_REDIS_APP: first } });

  expect(vault.password('redis-app').plain).toBe(first);
});

test('files of a folder give secrets, without their last newline; a variable wins', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'redis-app'), `${first}\n`);
  writeFileSync(join(folder, 'redis-probe'), 'of-the-file-000000\r\n');
  mkdirSync(join(folder, '..data'));
  const vault = await testVault({
    environment: { PLANETARY_SECRETS_DIR: folder, PLANETARY_SECRET_REDIS_PROBE: 'of-the-variable-00' },
  });

  expect(vault.password('redis-app').plain).toBe(first);
  expect(vault.password('redis-probe').plain).toBe('of-the-variable-00');
});

test('the licence is there only when given, and then kept', async () => {
  const directory = join(temporaryFolder(), 'vault');
  const licence = `crl-0-${'Ab+/'.repeat(60)}==`;

  expect((await testVault({ directory })).given('cockroach-licence')).toBeUndefined();
  await testVault({ directory, environment: { PLANETARY_SECRET_COCKROACH_LICENCE: licence } });
  expect((await testVault({ directory })).given('cockroach-licence')).toBe(licence);
});

test.each([
  ['', 'is empty'],
  ['short-hunter2', 'is too short, with 13 characters'],
  ['a'.repeat(73), 'is too long, with 73 characters'],
  ...Array.from(' "\'`#\\\n\r\t$%{}&|;<>()*?!,:@^[]\0\u007fé', (character): [string, string] => [
    `hunter2hunter2${character}hunter2`,
    'has a character at position 15 that is not allowed',
  ]),
  ['-hunter2hunter2hunter2', 'begins with a character that is not allowed there'],
])('a password that is not allowed is an error that does not show it: %j', async (value, problem) => {
  const directory = join(temporaryFolder(), 'vault');
  const opened = testVault({ directory, environment: { PLANETARY_SECRET_REDIS_APP: value } });

  await expect(opened).rejects.toThrow(new SettingsError([`PLANETARY_SECRET_REDIS_APP ${problem}. ${allowed(72)}`]));
  expect(() => readdirSync(directory)).toThrow('ENOENT');
});

test('base64, and its form for URLs, is allowed', async () => {
  const environment = {
    PLANETARY_SECRET_REDIS_APP: 'q83vEjRWeJCrze8SNFZ4+/==',
    PLANETARY_SECRET_REDIS_PROBE: 'q83vEjRWeJCrze8SNFZ4-_~.',
  };
  const vault = await testVault({ environment });
  expect(vault.password('redis-app').plain).toBe(environment.PLANETARY_SECRET_REDIS_APP);
});

test('a fault in a file names the file', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'grafana-admin'), 'admin\n');

  await expect(testVault({ environment: { PLANETARY_SECRETS_DIR: folder } })).rejects.toThrow(
    new SettingsError([`${folder}/grafana-admin is too short, with 5 characters. ${allowed(72)}`]),
  );
});

test('all faults are told at once, those of the authority too, and none shows a value', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'redis-probe'), 'hunter2');
  mkdirSync(join(folder, 'redis-app'));
  const environment = {
    PLANETARY_SECRETS_DIR: folder,
    PLANETARY_SECRET_GRAFANA_ADMIN: 'hunter2',
    PLANETARY_SECRET_GRAFANA_KEY: '',
    PLANETARY_CA_CERT: 'ca.crt',
  };
  await expect(testVault({ environment })).rejects.toThrow(
    new SettingsError([
      `${folder}/redis-app is no file that can be read. Correct it, or take it out of PLANETARY_SECRETS_DIR.`,
      `${folder}/redis-probe is too short, with 7 characters. ${allowed(72)}`,
      `PLANETARY_SECRET_GRAFANA_ADMIN is too short, with 7 characters. ${allowed(72)}`,
      `PLANETARY_SECRET_GRAFANA_KEY is empty. ${allowed(72)}`,
      'PLANETARY_CA_CERT is set without PLANETARY_CA_KEY. Set both.',
    ]),
  );
});

test('a name that is no secret is an error that lists those that are', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'redis-ap'), first);
  const names = [...passwordNames, ...givenNames];
  const variables = names.map((name) => `PLANETARY_SECRET_${name.toUpperCase().replaceAll('-', '_')}`);

  await expect(testVault({ environment: { PLANETARY_SECRETS_DIR: folder } })).rejects.toThrow(
    new SettingsError([`${folder}/redis-ap is no secret of this stack. Allowed are ${names.join(', ')}.`]),
  );
  await expect(testVault({ environment: { PLANETARY_SECRET_REDIS_AP: first } })).rejects.toThrow(
    new SettingsError([`PLANETARY_SECRET_REDIS_AP is no secret of this stack. Allowed are ${variables.join(', ')}.`]),
  );
  await expect(testVault({ environment: { PLANETARY_SECRETS_DIR: `${folder}/none` } })).rejects.toThrow(
    new SettingsError([
      `PLANETARY_SECRETS_DIR is ${folder}/none, which is no folder that can be read. Correct it, or unset it.`,
    ]),
  );
});

test('docs/secrets.md has every secret', () => {
  const text = readFileSync(new URL('../../docs/secrets.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` /gm)].map(([, name]) => name);

  expect(rows).toEqual([...passwordNames, ...givenNames]);
});

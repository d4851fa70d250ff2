import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { profileJsonSchema } from '../../config/json-schema.js';
import { profileNames } from '../../config/read-profile.js';
import { settingsSchema } from '../../config/schema.js';
import { settingLeaves } from '../../config/setting-leaves.js';
import { settingsTables } from '../../config/settings-table.js';

const checkout = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(checkout, ...path), 'utf8');
const pretty = async (text: string, name: string) => {
  const filepath = join(checkout, name);
  return await format(text, { ...(await resolveConfig(filepath)), filepath });
};

it('config/schema.json and docs/settings.md are those of the schema: npm run settings', async () => {
  expect(read('config', 'schema.json')).toBe(await pretty(profileJsonSchema(), 'config/schema.json'));
  const tables = read('docs', 'settings.md').split('npm run settings -->\n')[1];
  expect(tables?.trim()).toBe((await pretty(settingsTables(), 'docs/settings.md')).trim());
});

it('every setting has a reason, once', () => {
  const own = settingLeaves(settingsSchema).filter(({ path }) => !path.includes('overrides') || path.length === 2);
  expect(own.filter(({ schema }) => schema.description === undefined).map(({ key }) => key)).toEqual([]);
});

it.each(profileNames(checkout))('an editor accepts the profile %s, and refuses an unknown key', (profile) => {
  const text = read('config', 'environments', `${profile}.yaml`);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\.json\n/);
  const schema = z.fromJSONSchema(JSON.parse(read('config', 'schema.json')) as z.core.JSONSchema.JSONSchema);
  const value = parse(text) as Record<string, unknown>;
  expect(schema.safeParse(value).success).toBe(true);
  expect(schema.safeParse({ ...value, nothing: 1 }).success).toBe(false);
});

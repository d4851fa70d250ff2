import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load.js';
import { asVariables, settingVariable, type Overrides } from '../../config/overrides.js';
import { settingsSchema } from '../../config/schema.js';
import { settingLeaves } from '../../config/setting-leaves.js';

const checkout = mkdtempSync(join(tmpdir(), 'overrides-'));
mkdirSync(join(checkout, 'config', 'environments'), { recursive: true });
writeFileSync(
  join(checkout, 'config', 'environments', 'team.yaml'),
  'platform: docker\nredis: { maxClients: 300, openFiles: 2048 }',
);

const load = (given: Overrides) => loadSettings({ checkout, profile: 'team', ...given });

it('a flag wins over a variable, and both over the profile', () => {
  const environment = { PLANETARY_SET_REDIS_MAX_CLIENTS: '400', PLANETARY_SET_REDIS_REPLICAS: '3', OTHER: 'x' };
  const { redis } = load({ environment, set: ['redis.maxClients=500'] });
  expect([redis.maxClients, redis.replicas, redis.openFiles]).toEqual([500, 3, 2048]);
  expect(load({ environment }).redis.maxClients).toBe(400);
});

it('text takes the type that the schema has', () => {
  const settings = load({
    set: [
      'cockroach.organization=2024',
      'cockroach.telemetry=true',
      'cockroach.rangeRebalanceThreshold=0.1',
      'cockroach.localities=["region=a,zone=1", region=b]',
      'docker.portBase=0',
      'images.overrides.redis-exporter=mirror.example/exporter:1',
    ],
    environment: { PLANETARY_SET_DOCKER_STACK: '', PLANETARY_SET_IMAGES_OVERRIDES_NODE: 'node:x' },
  });
  expect(settings.cockroach).toMatchObject({
    organization: '2024',
    telemetry: true,
    rangeRebalanceThreshold: 0.1,
    localities: ['region=a,zone=1', 'region=b'],
  });
  expect(settings.images.overrides).toEqual({ node: 'node:x', 'redis-exporter': 'mirror.example/exporter:1' });
});

it.each<[Overrides, string]>([
  [{ set: ['redis.maxClients=many'] }, '--set redis.maxClients: redis.maxClients must be a number, got "many"'],
  [{ set: ['redis.maxClients='] }, '--set redis.maxClients: redis.maxClients must be a number, got ""'],
  [{ set: ['redis'] }, '--set redis: must be key=value, such as redis.maxClients=20000'],
  [{ set: ['redis=1'] }, '--set redis: redis must be a group of settings, got "1"'],
  [{ set: ['__proto__.x=1'] }, '--set __proto__.x: __proto__ is not a known key; known here: platform,'],
  [
    { environment: { PLANETARY_SET_REDIS_MEMORY_MIB: '8' } },
    'PLANETARY_SET_REDIS_MEMORY_MIB: redis.memoryMiB must be at least 32, got 8',
  ],
  [
    { environment: { PLANETARY_SET_REDIS_MEMRY_MIB: '900' } },
    'PLANETARY_SET_REDIS_MEMRY_MIB: names no setting; did you mean PLANETARY_SET_REDIS_MEMORY_MIB?',
  ],
  [
    { set: ['redis.maxClients=5000'] },
    'config/environments/team.yaml: redis.maxClients needs redis.openFiles of 5000 + 32 = 5032, got 2048; raise it, or lower redis.maxClients to 2016 (redis.maxClients by --set redis.maxClients)',
  ],
])('%j is refused by its own name', (given, message) => {
  expect(() => load(given)).toThrow(message);
});

it('faults of overrides are told with those of the profile', () => {
  const broken = mkdtempSync(join(tmpdir(), 'overrides-'));
  mkdirSync(join(broken, 'config', 'environments'), { recursive: true });
  writeFileSync(join(broken, 'config', 'environments', 'team.yaml'), 'platform: docker\nredis: { replicas: two }');
  const given = { environment: { PLANETARY_SET_REDIS_MEMRY_MIB: '900' }, set: ['redis', 'redis.cpus=many'] };
  expect(() => loadSettings({ checkout: broken, profile: 'team', ...given })).toThrow(
    [
      'PLANETARY_SET_REDIS_MEMRY_MIB: names no setting; did you mean PLANETARY_SET_REDIS_MEMORY_MIB?',
      '--set redis: must be key=value, such as redis.maxClients=20000',
      'config/environments/team.yaml: redis.replicas must be a number, got "two"',
      '--set redis.cpus: redis.cpus must be a number, got "many"',
    ].join('\n'),
  );
  expect(() => loadSettings({ checkout: broken, profile: 'taem', ...given })).toThrow(
    'config/environments/taem.yaml: no such file; did you mean "team"?\nPLANETARY_SET_REDIS_MEMRY_MIB: names no setting',
  );
});

it('each setting has a variable of its own, and a flag becomes it', () => {
  const variables = settingLeaves(settingsSchema).map(({ path }) => settingVariable(path));
  expect(new Set(variables).size).toBe(variables.length);
  expect(variables.filter((name) => !/^PLANETARY_SET(_[A-Z][A-Z0-9]*)+$/.test(name))).toEqual([]);
  expect(variables).toContain('PLANETARY_SET_STATE_BODY_LIMIT_KIB');
  expect(asVariables(['cockroach.localities=[a=b]'])).toEqual({ PLANETARY_SET_COCKROACH_LOCALITIES: '[a=b]' });
});

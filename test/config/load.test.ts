import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../config/load.js';
import { SettingsError } from '../../config/settings-error.js';
import { addressesOfTier } from '../../config/rules/docker.js';
import { replicasPerSlot } from '../../constructs/topology.js';

function checkoutWith(files: Record<string, string>): string {
  const checkout = mkdtempSync(join(tmpdir(), 'settings-'));
  mkdirSync(join(checkout, 'config', 'environments'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(checkout, 'config', 'environments', name), text);
  return checkout;
}

function faults(yaml: string): string[] {
  try {
    loadSettings({ checkout: checkoutWith({ 'team.yaml': yaml }), profile: 'team' });
  } catch (error) {
    if (error instanceof SettingsError) return [...error.faults];
    throw error;
  }
  return [];
}

const at = 'config/environments/team.yaml: ';

describe('a profile', () => {
  it('takes every default when it states only its platform', () => {
    const settings = loadSettings({ checkout: checkoutWith({ 'team.yaml': 'platform: docker' }), profile: 'team' });
    expect(settings.redis).toMatchObject({ replicas: 2, maxMemoryMiB: 512, evictionPolicy: 'allkeys-lru' });
  });

  it('lies below its overlay, and both below overrides', () => {
    const checkout = checkoutWith({ 'team.yaml': 'platform: docker\nredis: { quorum: 2, maxClients: 100 }' });
    const overlay = join(checkout, 'overlay.yaml');
    writeFileSync(overlay, 'redis: { maxClients: 200, sentinels: 5 }');
    const { redis } = loadSettings({ checkout, profile: 'team', overlay, overrides: { redis: { sentinels: 7 } } });
    expect([redis.quorum, redis.maxClients, redis.sentinels]).toEqual([2, 200, 7]);
  });

  it('names the key, what is allowed and what was found, for all faults at once', () => {
    expect(
      faults(
        'platform: podman\nredis: { memoryMiB: 8, replicas: two, maxMemoryMiB: 512.5 }\nstate: []\ncockroach: { localities: [] }',
      ),
    ).toEqual([
      `${at}platform must be one of docker, kubernetes, got "podman"`,
      `${at}cockroach.localities must have at least 1 entries, got []`,
      `${at}redis.replicas must be a number, got "two"`,
      `${at}redis.memoryMiB must be at least 32, got 8`,
      `${at}redis.maxMemoryMiB must be a whole number, got 512.5`,
      `${at}state must be a group of settings, got []`,
    ]);
  });

  it('names contradictions in the same round, but for those that what is faulty decides', () => {
    const yaml = (redis: string): string =>
      `platform: docker\nredis: { ${redis} }\npgbouncer: { openFiles: 1024, maxClientConnections: 5000 }\nstate: { instances: 2.5 }`;
    const pools = expect.stringContaining('pgbouncer.maxClientConnections and the pools need pgbouncer.openFiles of');
    const memory = expect.stringContaining('redis.maxMemoryMiB');
    const instances = `${at}state.instances must be a whole number, got 2.5`;
    expect(faults(yaml('maxMemoryMiB: 4096, memoryMiB: 4096'))).toEqual([instances, memory, pools]);
    expect(faults(yaml('maxMemoryMiB: 4096, memoryMiB: 8'))).toEqual([
      `${at}redis.memoryMiB must be at least 32, got 8`,
      instances,
      pools,
    ]);
  });

  it('offers the key that was meant', () => {
    expect(faults('platform: docker\nredis: { memoryMib: 900 }\nnothingLikeIt: 1')).toEqual([
      `${at}redis.memoryMib is not a known key; did you mean "memoryMiB"?`,
      `${at}nothingLikeIt is not a known key; known here: platform, cockroach, loadBalancer, redis, pgbouncer, state, exporters, monitoring, images, docker, kubernetes, terraform`,
    ]);
  });

  it('must exist', () => {
    const load = (profile: string) => () =>
      loadSettings({ checkout: checkoutWith({ 'local.yaml': 'platform: docker' }), profile });
    expect(load('team')).toThrow('config/environments/team.yaml: no such file; write it, or name one of local');
    expect(load('locl')).toThrow('config/environments/locl.yaml: no such file; did you mean "local"?');
    expect(load('../local')).toThrow('"../local" cannot name a profile: it must be lower-case letters');
  });

  it('must be YAML', () => {
    expect(faults('platform: *nothing')[0]).toMatch(/^config\/environments\/team\.yaml: not valid YAML: .*nothing/);
    expect(faults('platform: [docker')[0]).toMatch(/^config\/environments\/team\.yaml: not valid YAML: .* at line 1/);
  });

  it('must be a group of settings', () => {
    expect(faults('- docker')).toEqual([`${at}must be a group of settings, got ["docker"]`]);
  });
});

describe('limits that contradict each other', () => {
  it.each([
    ['cockroach: { nodes: 4 }', 'cockroach.nodes must be odd, so that a majority exists, got 4; take 5'],
    [
      'cockroach: { memoryMiB: 1500 }',
      '(2 × cockroach.sqlMemoryMiB) + cockroach.cacheMiB must be at most 80 % of cockroach.memoryMiB: (2 × 512) + 256 = 1280 > 1200; raise cockroach.memoryMiB to 1600',
    ],
    [
      'redis: { maxMemoryMiB: 600 }',
      'redis.maxMemoryMiB, backlog, what a fork copies with persistence "durable" and Redis itself must fit redis.memoryMiB: 600 + 64 + 150 + 32 = 846 > 768; raise redis.memoryMiB to 846',
    ],
    [
      'redis: { maxClients: 20000 }',
      'redis.maxClients needs redis.openFiles of 20000 + 32 = 20032, got 16384; raise it, or lower redis.maxClients to 16352',
    ],
    [
      'redis: { quorum: 4 }',
      'redis.quorum must be less than redis.sentinels, so that one may be missing: 4 > 3 - 1 = 2; lower redis.quorum to it, or raise redis.sentinels',
    ],
    [
      'redis: { minReplicasToWrite: 1 }',
      'redis.minReplicasToWrite must be at most redis.replicas without the primary and the one that a failover loses: 1 > 2 - 2 = 0; lower it, or raise redis.replicas to 3: else no write works after a failover',
    ],
    [
      'redis: { ioThreads: 4, cpus: 2.5 }',
      'redis.ioThreads must be at most redis.cpus, rounded up: 4 > 3; lower it, or raise redis.cpus',
    ],
    [
      'pgbouncer: { poolSize: 996 }\nloadBalancer: { maxConnections: 999 }',
      'the pools of app and read-only user must fit loadBalancer.maxConnections: 1 × (996 + 2 + 2) = 1000 > 999; lower pgbouncer.poolSize, or raise loadBalancer.maxConnections to 1000',
    ],
    [
      'terraform: { backend: gcs, gcs: { bucket: states } }',
      'terraform.backend must be local on docker, got "gcs": the stack\'s containers, files and secrets are of one machine',
    ],
    ['state: { instances: 17 }', 'state.instances must be at most 16 on docker, the addresses of one tier, got 17'],
    [
      'state: { writesMiB: 128 }',
      'state.writesMiB must be below half of state.memoryMiB: 2 × 128 = 256 >= 256; lower it, or raise state.memoryMiB',
    ],
    [
      'state: { writesMiB: 2, bodyLimitKiB: 4096 }',
      'state.bodyLimitKiB must fit into state.writesMiB: 4096 > 2 × 1024 = 2048; raise state.writesMiB',
    ],
    ['redis: { sentinels: 4 }', 'redis.sentinels must be odd, so that a majority exists, got 4; take 5'],
    [
      'pgbouncer: { openFiles: 10000 }',
      'pgbouncer.maxClientConnections and the pools need pgbouncer.openFiles of 10000 + 3 × (8 + 2) + 2 + 64 = 10096, got 10000; raise it, or lower pgbouncer.maxClientConnections',
    ],
    [
      'pgbouncer: { maxClientConnections: 10 }',
      'state.instances × state.poolSize must fit pgbouncer.maxClientConnections: 2 × 10 = 20 > 10; lower state.poolSize to 5, or raise pgbouncer.maxClientConnections',
    ],
    [
      'loadBalancer: { maxConnections: 6000 }',
      'loadBalancer.maxConnections needs loadBalancer.memoryMiB of 32 + 6000 × 48 KiB = 314, got 256; raise it, or lower loadBalancer.maxConnections',
    ],
    [
      'loadBalancer: { maxConnections: 10000, memoryMiB: 512 }',
      'loadBalancer.maxConnections needs loadBalancer.openFiles of 2 × 10000 + 256 = 20256, got 16384; raise it, or lower loadBalancer.maxConnections',
    ],
  ])('%s', (yaml, message) => {
    expect(faults(`platform: docker\n${yaml}`)).toEqual([at + message]);
  });

  it('counts the pools against the CPUs of a cluster on kubernetes', () => {
    const pools = 'pgbouncer: { poolSize: 50, reservePoolSize: 25, readonlyPoolSize: 22 }';
    expect(faults(`platform: kubernetes\ncockroach: { cpus: 8 }\n${pools}`)).toEqual([
      `${at}pgbouncer.replicas × (poolSize + reservePoolSize + readonlyPoolSize) must be at most 4 × vCPUs of the cluster: 1 × (50 + 25 + 22) = 97 > 4 × 3 × 8 = 96; lower pgbouncer.poolSize, or raise cockroach.cpus to 9`,
    ]);
  });
});

it.each([
  [
    'terraform: { backend: s3, s3: { bucket: states } }',
    'terraform.s3.region must be given with terraform.backend "s3", got nothing',
  ],
  [
    'terraform: { backend: azurerm, azurerm: { container: states } }',
    'terraform.azurerm.resourceGroup, terraform.azurerm.storageAccount must be given with terraform.backend "azurerm", got nothing',
  ],
  [
    'terraform: { backend: kubernetes, kubernetes: { namespace: planetary-survival } }',
    'terraform.kubernetes.namespace must not be kubernetes.namespace, got "planetary-survival" for both: the state of a namespace cannot be inside it',
  ],
  [
    "terraform: { backend: http, http: { address: 'http://state.example' } }",
    'terraform.http.address must be an https:// address without user, password and query, got "http://state.example"',
  ],
])('on kubernetes: %s', (yaml, message) => {
  expect(faults(`platform: kubernetes\ncockroach: { cpus: 8 }\n${yaml}`)).toEqual([at + message]);
});

it('Docker has as many addresses for a tier as the rule says', () => {
  expect(addressesOfTier).toBe(replicasPerSlot);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PasswordName } from '../../constructs/secret.js';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { local } from './profiles.js';

const settings = local();
const tiers = {
  redis: { workload: redis(settings), port: 6379 },
  sentinel: { workload: redisSentinel(settings), port: 26379 },
} as const;
type Tier = keyof typeof tiers;

let bench: Bench;
const containers = new Map<Tier, string>();

beforeAll(async () => {
  bench = await Bench.open({ network: { redis: 1, 'redis-sentinel': 1 } });
  for (const tier of ['redis', 'sentinel'] as const) {
    const container = await bench.start(tiers[tier].workload);
    containers.set(tier, container);
    await bench.ready(tiers[tier].workload, container);
  }
});
afterAll(async () => bench.close());

const cli = (tier: Tier) =>
  `redis-cli --raw --no-auth-warning --tls --cacert /secrets/ca.crt --sni localhost -p ${tiers[tier].port}`;

async function as(tier: Tier, user: string, password: PasswordName, command: string): Promise<string> {
  const login = `--user ${user} --pass ${bench.vault.password(password).plain}`;
  return (await bench.sh(containers.get(tier) ?? '', `${cli(tier)} ${login} ${command}`)).output.trim();
}
const operator = (tier: Tier, command: string) => as(tier, 'operator', 'redis-operator', command);

const may: [Tier, string, readonly string[]][] = [
  [
    'redis',
    'app',
    [
      ...['get ps:a', 'set ps:a 1', 'mget ps:a ps:b', 'eval x 1 ps:a', 'info', 'role', 'client setname x', 'multi'],
      'client tracking on',
    ],
  ],
  ['redis', 'replication', ['psync x 1', 'replconf a b', 'ping']],
  ['redis', 'sentinel', ['info', 'slaveof no one', 'config rewrite', 'client kill id 1', 'role']],
  ['redis', 'exporter', ['info', 'slowlog get 1', 'latency latest']],
  ['redis', 'probe', ['ping', 'role']],
  ['redis', 'operator', ['set x 1', 'flushall', 'config set maxmemory 1', 'acl load']],
  ['sentinel', 'client', ['sentinel get-master-addr-by-name x', 'sentinel replicas x', 'sentinel ckquorum x', 'ping']],
  ['sentinel', 'peer', ['sentinel is-master-down-by-addr a 1 1 x', 'publish __sentinel__:hello x', 'ping']],
  ['sentinel', 'exporter', ['sentinel masters', 'sentinel ckquorum x', 'info', 'ping', 'client setname x']],
  ['sentinel', 'operator', ['sentinel failover x', 'sentinel reset x', 'acl load']],
];

const mayNot: [Tier, string, readonly string[]][] = [
  [
    'redis',
    'app',
    [
      ...[
        'set a 1',
        'get a',
        'mget ps:a b',
        'eval x 1 b',
        'keys *',
        'flushall',
        'flushdb',
        'shutdown',
        'debug sleep 0',
      ],
      ...['config get *', 'acl list', 'function flush', 'script flush', 'publish __sentinel__:hello x', 'monitor'],
      ...['replicaof no one', 'migrate h 1 ps:a 0 1', 'client kill id 1', 'module list', 'save'],
    ],
  ],
  ['redis', 'replication', ['get ps:a', 'set ps:a 1', 'info', 'config get *', 'slaveof no one']],
  ['redis', 'sentinel', ['get ps:a', 'set ps:a 1', 'config set a b', 'config get *', 'publish x y', 'flushall']],
  ['redis', 'exporter', ['get ps:a', 'scan 0', 'config get *', 'set ps:a 1', 'eval x 0']],
  ['redis', 'probe', ['get ps:a', 'info', 'config get *']],
  [
    'sentinel',
    'client',
    ['sentinel set x quorum 9', 'sentinel failover x', 'sentinel reset x', 'acl list', 'shutdown'],
  ],
  ['sentinel', 'peer', ['sentinel set x quorum 9', 'sentinel remove x', 'publish x y', 'acl list']],
  [
    'sentinel',
    'exporter',
    [
      'sentinel set x quorum 9',
      'sentinel failover x',
      'client kill id 1',
      'client list',
      'client pause 1 all',
      'acl list',
    ],
  ],
];

const cases = (list: typeof may) =>
  list.flatMap(([tier, user, commands]) => commands.map((command) => [user, tier, command] as const));

test.each(cases(may))('%s of %s may: %s', async (user, tier, command) => {
  expect(await operator(tier, `acl dryrun ${user} ${command}`)).toBe('OK');
});

test.each(cases(mayNot))('%s of %s may not: %s', async (user, tier, command) => {
  expect(await operator(tier, `acl dryrun ${user} '${command.replaceAll(' ', "' '")}'`)).toMatch(/no permissions/);
});

describe.each(['redis', 'sentinel'] as const)('a login at %s', (tier) => {
  test('is needed', async () => {
    expect((await bench.sh(containers.get(tier) ?? '', `${cli(tier)} ping`)).output).toContain('NOAUTH');
  });

  test.each(['default', 'operator', 'exporter'])('as %s wants its own password', async (user) => {
    expect(await as(tier, user, 'state-token', 'ping')).toContain('WRONGPASS');
  });

  test('ends for who has the old password, once ACL LOAD has read the file again', async () => {
    const { workload } = tiers[tier];
    const acl = workload.secrets['users.acl'];
    if (acl?.kind !== 'text') throw new Error('users.acl is no text');
    const render: typeof acl.render = (password) =>
      acl.render((name) => password(name === 'redis-exporter' ? 'state-token' : name));
    const passwords = [...acl.passwords, 'state-token'] as const;
    await bench.secrets(workload.tier, { ...workload.secrets, 'users.acl': { ...acl, passwords, render } });
    expect(await operator(tier, 'acl load')).toBe('OK');
    expect(await as(tier, 'exporter', 'redis-exporter', 'ping')).toContain('WRONGPASS');
    expect(await as(tier, 'exporter', 'state-token', 'ping')).toBe('PONG');
    await bench.secrets(workload.tier, workload.secrets);
    expect(await operator(tier, 'acl load')).toBe('OK');
  });
});

test('what a script wrote is there after a restart', async () => {
  // The append-only file is read in the default user's name.
  const write = `eval "redis.call('set', KEYS[1], ARGV[1]) return redis.call('set', KEYS[2], ARGV[1])" 2 ps:one ps:two kept`;
  expect(await as('redis', 'app', 'redis-app', write)).toBe('OK');
  await docker('restart', containers.get('redis') ?? '');
  await bench.ready(tiers.redis.workload, containers.get('redis') ?? '');
  expect(await as('redis', 'app', 'redis-app', 'mget ps:one ps:two')).toBe('kept\nkept');
});

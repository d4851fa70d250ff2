import { describe, expect, it } from 'vitest';
import { redis } from '../../constructs/tiers/redis.js';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { clusterSettings } from '../../templates/sql/cluster-settings.js';
import { userlist } from '../../templates/pgbouncer-ini.js';
import { local, profiles } from '../programs/profiles.js';

const [, [, production]] = profiles;
const lines = (text: string | undefined) => (text ?? '').split('\n');

describe('redis.conf', () => {
  it('of the durable profile has the save points and the append-only file', () => {
    const conf = lines(redis(local()).files['redis.conf']);
    expect(conf).toEqual(
      expect.arrayContaining([
        'save 900 1 300 10 60 10000',
        'appendonly yes',
        'appendfsync everysec',
        'maxmemory 512mb',
      ]),
    );
  });

  it('of the cache profile writes nothing', () => {
    const conf = lines(redis(local({ redis: { persistence: 'cache' } })).files['redis.conf']);
    expect(conf).toEqual(expect.arrayContaining(['save ""', 'appendonly no']));
    expect(conf.filter((line) => line.startsWith('append'))).toEqual(['appendonly no']);
  });

  it("has production's figures", () => {
    const conf = lines(redis(production).files['redis.conf']);
    expect(conf).toEqual(
      expect.arrayContaining([
        'maxmemory 4096mb',
        'maxclients 20000',
        'maxmemory-policy allkeys-lru',
        'tcp-backlog 511',
        'timeout 0',
        'tcp-keepalive 300',
      ]),
    );
  });

  it('listens on TLS only and takes users from the ACL file only', () => {
    const conf = lines(redis(local()).files['redis.conf']);
    expect(conf).toEqual(
      expect.arrayContaining([
        'port 0',
        'tls-port 6379',
        'tls-replication yes',
        'aclfile /secrets/users.acl',
        'replica-read-only yes',
      ]),
    );
    expect(conf.some((line) => line.startsWith('requirepass'))).toBe(false);
  });
});

it('sentinel.conf turns host names on before it names one', () => {
  const conf = lines(
    redisSentinel(local({ redis: { quorum: 3, sentinels: 5, downAfterMs: 1_500 } })).files['sentinel.conf'],
  );
  const monitor = conf.indexOf('sentinel monitor planetary redis-0.redis-nodes 6379 3');
  expect(monitor).toBeGreaterThan(conf.indexOf('sentinel resolve-hostnames yes'));
  expect(conf.indexOf('sentinel down-after-milliseconds planetary 1500')).toBeGreaterThan(monitor);
});

describe('pgbouncer.ini', () => {
  it("has production's pools, TLS on both sides, and SCRAM", () => {
    const ini = lines(pgbouncer(production).files['pgbouncer.ini']);
    expect(ini).toEqual(
      expect.arrayContaining([
        'planetary_survival = host=cockroach-lb port=26257 dbname=planetary_survival',
        'listen_port = 6432',
        'pool_mode = transaction',
        'auth_type = scram-sha-256',
        'client_tls_sslmode = require',
        'server_tls_sslmode = verify-full',
        'max_client_conn = 10000',
        'default_pool_size = 50',
        'reserve_pool_size = 25',
        'reserve_pool_timeout = 3',
        'query_timeout = 10',
        'app_readonly = max_user_connections=5',
      ]),
    );
    // A forced user would end the pass-through of SCRAM.
    expect(ini.some((line) => line.includes(' user='))).toBe(false);
  });

  it('has verifiers in its user list', () => {
    expect(userlist({ app: 'SCRAM-SHA-256$10610:s$k:v' })).toBe('"app" "SCRAM-SHA-256$10610:s$k:v"\n');
  });
});

describe('a cluster setting', () => {
  const organization = (text: string) => {
    const settings = local();
    return clusterSettings({ ...settings, cockroach: { ...settings.cockroach, organization: text } })[
      'cluster.organization'
    ];
  };

  it('is one SQL literal, whatever its text', () => {
    expect(organization("O'Brien'; DROP DATABASE x; --")).toBe("'O''Brien''; DROP DATABASE x; --'");
    expect(organization('back\\slash ${x} # "q"')).toBe(`'back\\slash \${x} # "q"'`);
  });

  it.each(['\n', '\r', '\u2028', '\u2029', '\0'])('with %j is refused', (character) => {
    expect(() => organization(`a${character}b`)).toThrow('cluster.organization: a value must stay on one line');
  });

  it('has the figures of the settings, and is left out without a text', () => {
    expect(clusterSettings(local())).toMatchObject({
      'kv.transaction.max_refresh_spans_bytes': '4194304',
      'kv.allocator.range_rebalance_threshold': '0.05',
      'server.shutdown.initial_wait': "'8s'",
    });
    expect(organization('')).toBeUndefined();
  });

  it.each([20, 21, 30, 60, 300])(
    'gives a drain no longer than the %d s before the node is killed',
    (stopGraceSeconds) => {
      const settings = clusterSettings(local({ cockroach: { stopGraceSeconds } }));
      const seconds = (phase: string) => Number(/\d+/.exec(settings[`server.shutdown.${phase}`] ?? '')?.[0]);
      const transactions = seconds('transactions.timeout');
      expect(transactions).toBeGreaterThan(0);
      expect(seconds('initial_wait') + 2 * transactions + seconds('lease_transfer_iteration.timeout')).toBeLessThan(
        stopGraceSeconds,
      );
    },
  );
});

import type { AlertCase, Series } from './alert-case.js';

const labels = { job: 'redis', instance: 'redis-0' };
const mebibyte = 1_048_576;

function series(metrics: Readonly<Record<string, string | number>>): Series {
  return Object.fromEntries(
    Object.entries(metrics).map(([metric, values]) => [
      `${metric}{job="redis",instance="redis-0"}`,
      typeof values === 'number' ? `${values}x60` : values,
    ]),
  );
}

const full = { redis_memory_used_bytes: 500 * mebibyte, redis_memory_max_bytes: 512 * mebibyte };

export const redisResourceCases: AlertCase[] = [
  {
    alert: 'RedisMemoryPressure',
    at: '20m',
    fires: series({ ...full, redis_evicted_keys_total: '0+1200x60' }),
    labels,
    shows: '20',
    // A full cache is what it is for, as long as it need not throw much away.
    quiet: series({ ...full, redis_evicted_keys_total: '0+60x60' }),
  },
  {
    alert: 'RedisNearOutOfMemory',
    at: '10m',
    fires: series({ redis_memory_used_rss_bytes: 720 * mebibyte }),
    labels,
    shows: '93.75%',
    quiet: series({ redis_memory_used_rss_bytes: 680 * mebibyte }),
  },
  {
    alert: 'RedisFragmentationHigh',
    at: '40m',
    fires: series({ redis_mem_fragmentation_ratio: 1.8, redis_mem_fragmentation_bytes: 200 * mebibyte }),
    labels,
    shows: '1.8',
    // An almost empty Redis has a high ratio and no harm from it.
    quiet: series({ redis_mem_fragmentation_ratio: 8, redis_mem_fragmentation_bytes: 10 * mebibyte }),
  },
  {
    alert: 'RedisClientLimitNear',
    at: '10m',
    fires: series({ redis_connected_clients: 900, redis_max_clients: 1000 }),
    labels,
    shows: '90%',
    quiet: series({ redis_connected_clients: 700, redis_max_clients: 1000 }),
  },
  {
    alert: 'RedisConnectionsRejected',
    at: '5m',
    fires: series({ redis_rejected_connections_total: '0+4x20' }),
    labels,
    shows: '20',
    quiet: series({ redis_rejected_connections_total: 7 }),
  },
  {
    alert: 'RedisHitRateLow',
    at: '30m',
    fires: series({ redis_keyspace_hits_total: '0+700x60', redis_keyspace_misses_total: '0+300x60' }),
    shows: '70%',
    quiet: series({ redis_keyspace_hits_total: '0+850x60', redis_keyspace_misses_total: '0+150x60' }),
  },
  {
    alert: 'RedisSlowCommands',
    at: '15m',
    fires: series({ redis_slowlog_last_id: '0+12x60' }),
    labels,
    shows: '60',
    quiet: series({ redis_slowlog_last_id: '0+2x60' }),
  },
  {
    alert: 'RedisAccessDenied',
    at: '10m',
    fires: series({
      redis_acl_access_denied_auth_total: '0+2x60',
      redis_acl_access_denied_cmd_total: 3,
      redis_acl_access_denied_key_total: 0,
    }),
    labels,
    shows: '10',
    quiet: series({
      redis_acl_access_denied_auth_total: '0+0.5x60',
      redis_acl_access_denied_cmd_total: 300,
      redis_acl_access_denied_key_total: 0,
    }),
  },
];

/** Only with the policy noeviction. */
export const redisFullCases: AlertCase[] = [
  {
    alert: 'RedisMemoryFull',
    at: '10m',
    fires: series(full),
    labels,
    shows: '97.66%',
    quiet: series({ redis_memory_used_bytes: 400 * mebibyte, redis_memory_max_bytes: 512 * mebibyte }),
  },
];

/** Only with the persistence `durable`. */
export const redisPersistenceCases: AlertCase[] = [
  {
    alert: 'RedisSnapshotFails',
    at: '10m',
    fires: series({ redis_rdb_last_bgsave_status: 0 }),
    labels,
    quiet: series({ redis_rdb_last_bgsave_status: 1 }),
  },
  {
    alert: 'RedisAppendFails',
    at: '5m',
    fires: series({ redis_aof_last_write_status: 0 }),
    labels,
    quiet: series({ redis_aof_last_write_status: '0 1x20' }),
  },
];

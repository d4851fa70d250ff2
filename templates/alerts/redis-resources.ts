import type { Settings } from '../../config/schema.js';
import type { AlertRule } from './rule.js';

const job = 'job="redis"';

/** Memory, clients, commands. */
export function redisResourceAlerts({ memoryMiB, evictionPolicy }: Settings['redis']): AlertRule[] {
  return [
    {
      alert: 'RedisMemoryPressure',
      expr: `rate(redis_evicted_keys_total{${job}}[5m]) > 10 and redis_memory_used_bytes{${job}} / redis_memory_max_bytes{${job}} > 0.9`,
      for: '10m',
      severity: 'warning',
      summary: 'Redis {{ $labels.instance }} is short of memory',
      description: 'It evicts {{ $value | humanize }} keys a second to stay below redis.maxMemoryMiB.',
    },
    ...(evictionPolicy === 'noeviction' ? [memoryFull] : []),
    {
      alert: 'RedisNearOutOfMemory',
      expr: `redis_memory_used_rss_bytes{${job}} / ${memoryMiB * 1_048_576} > 0.9`,
      for: '5m',
      severity: 'critical',
      summary: 'Redis {{ $labels.instance }} is about to run out of memory',
      description: `It uses {{ $value | humanizePercentage }} of redis.memoryMiB (${memoryMiB}); at the limit the kernel kills it.`,
    },
    {
      alert: 'RedisFragmentationHigh',
      expr: `redis_mem_fragmentation_ratio{${job}} > 1.5 and redis_mem_fragmentation_bytes{${job}} > 64 * 1024 * 1024`,
      for: '30m',
      severity: 'warning',
      summary: 'Memory of Redis {{ $labels.instance }} is fragmented',
      description: 'It holds {{ $value | humanize }} times the memory that its data needs.',
    },
    {
      alert: 'RedisClientLimitNear',
      expr: `redis_connected_clients{${job}} / redis_max_clients{${job}} > 0.8`,
      for: '5m',
      severity: 'warning',
      summary: 'Redis {{ $labels.instance }} is near its client limit',
      description: '{{ $value | humanizePercentage }} of redis.maxClients are connected.',
    },
    {
      alert: 'RedisConnectionsRejected',
      expr: `increase(redis_rejected_connections_total{${job}}[5m]) > 0`,
      for: '0s',
      severity: 'critical',
      summary: 'Redis {{ $labels.instance }} turns clients away',
      description: 'It rejected {{ $value | humanize }} connections in 5 minutes because redis.maxClients was reached.',
    },
    {
      alert: 'RedisHitRateLow',
      expr: 'redis:keyspace_hit_ratio:rate5m < 0.8 and redis:keyspace_lookups:rate5m > 1',
      for: '15m',
      severity: 'warning',
      summary: 'Redis finds too few of the keys it is asked for',
      description:
        '{{ $value | humanizePercentage }} of the look-ups find a key: it expired, was evicted or never cached.',
    },
    {
      alert: 'RedisSlowCommands',
      expr: `increase(redis_slowlog_last_id{${job}}[5m]) > 20`,
      for: '5m',
      severity: 'warning',
      summary: 'Commands of Redis {{ $labels.instance }} are slow',
      description: '{{ $value | humanize }} took over 10 ms in 5 minutes; while one runs all others wait.',
    },
    {
      alert: 'RedisAccessDenied',
      expr: ['auth', 'cmd', 'key']
        .map((kind) => `increase(redis_acl_access_denied_${kind}_total{${job}}[5m])`)
        .join(' + ')
        .concat(' > 5'),
      for: '0s',
      severity: 'warning',
      summary: 'Redis {{ $labels.instance }} refuses a client',
      description: '{{ $value | humanize }} log-ins, commands or keys were denied in 5 minutes.',
    },
  ];
}

/** Only without eviction a full Redis is a failure. */
const memoryFull: AlertRule = {
  alert: 'RedisMemoryFull',
  expr: `redis_memory_used_bytes{${job}} / redis_memory_max_bytes{${job}} > 0.95`,
  for: '5m',
  severity: 'critical',
  summary: 'Redis {{ $labels.instance }} is full',
  description:
    '{{ $value | humanizePercentage }} of redis.maxMemoryMiB are used, and the policy noeviction makes it refuse writes.',
};

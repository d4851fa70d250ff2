import type { Settings } from '../../config/schema.js';
import { redisPersistenceAlerts } from './redis-persistence.js';
import { redisReplicationAlerts } from './redis-replication.js';
import { redisResourceAlerts } from './redis-resources.js';
import { redisSentinelAlerts } from './redis-sentinel.js';
import type { RuleGroup } from './rule.js';

/** Redis, its replication and the Sentinels. */
export function redisRules({ redis }: Settings): RuleGroup[] {
  return [
    { name: 'redis-replication', records: [], alerts: redisReplicationAlerts(redis) },
    { name: 'redis-sentinel', records: [], alerts: redisSentinelAlerts() },
    {
      name: 'redis-resources',
      records: [
        {
          record: 'redis:keyspace_lookups:rate5m',
          expr: 'sum(rate(redis_keyspace_hits_total{job="redis"}[5m])) + sum(rate(redis_keyspace_misses_total{job="redis"}[5m]))',
        },
        {
          record: 'redis:keyspace_hit_ratio:rate5m',
          expr: 'sum(rate(redis_keyspace_hits_total{job="redis"}[5m])) / (redis:keyspace_lookups:rate5m > 0)',
        },
      ],
      alerts: redisResourceAlerts(redis),
    },
    ...(redis.persistence === 'durable'
      ? [{ name: 'redis-persistence', records: [], alerts: redisPersistenceAlerts() }]
      : []),
  ];
}

import type { Settings } from '../../config/schema.js';
import type { AlertRule } from './rule.js';

const primaries = 'redis_instance_info{job="redis",role="master"}';

/** Who is primary, and whether the replicas follow. */
export function redisReplicationAlerts({ replicas }: Settings['redis']): AlertRule[] {
  return [
    {
      alert: 'RedisDown',
      expr: 'redis_up{job="redis"} == 0',
      for: '1m',
      severity: 'warning',
      summary: 'Redis {{ $labels.instance }} is down',
      description: 'It has not answered the exporter for a minute.',
    },
    {
      alert: 'RedisNoPrimary',
      // Without the exporter nobody knows; `ExporterDown` says so.
      expr: `(count(${primaries}) or vector(0)) == 0 and on () sum(up{job="redis"}) > 0`,
      for: '1m',
      severity: 'critical',
      summary: 'No Redis is primary',
      description: 'Nothing can be cached; the database carries all reads.',
    },
    {
      alert: 'RedisSeveralPrimaries',
      expr: `count(${primaries}) > 1`,
      for: '1m',
      severity: 'critical',
      summary: 'More than one Redis is primary',
      description: '{{ $value }} instances take writes: a deposed primary was not made a replica.',
    },
    {
      alert: 'RedisFailedOver',
      expr: `(count by (instance) (${primaries}) unless count by (instance) (${primaries} offset 5m)) and on () count(${primaries} offset 5m) > 0`,
      for: '0s',
      severity: 'info',
      summary: 'Redis failed over to {{ $labels.instance }}',
      description: 'It was a replica 5 minutes ago; the cache starts cold and fills again.',
    },
    {
      alert: 'RedisReplicaMissing',
      expr: `max(redis_connected_slaves{job="redis"}) < ${replicas - 1}`,
      for: '5m',
      severity: 'warning',
      summary: 'The Redis primary has too few replicas',
      description: `It has {{ $value }} of ${replicas - 1}: a failover may find nobody to promote.`,
    },
    {
      alert: 'RedisReplicationBroken',
      expr: 'redis_master_link_up{job="redis"} == 0',
      for: '2m',
      severity: 'warning',
      summary: 'Replica {{ $labels.instance }} has lost its primary',
      description: 'Its link has been down for 2 minutes: its copy grows old.',
    },
    {
      alert: 'RedisReplicationLags',
      expr: 'max by (instance, slave_ip) (redis_connected_slave_lag_seconds{job="redis"}) > 10',
      for: '2m',
      severity: 'warning',
      summary: 'Replica {{ $labels.slave_ip }} lags',
      description: 'It last acknowledged {{ $value | humanizeDuration }} ago: a failover now loses that much.',
    },
    {
      alert: 'RedisResyncsOften',
      expr: 'increase(redis_replica_resyncs_full{job="redis"}[30m]) > 3',
      for: '0s',
      severity: 'warning',
      summary: 'Replicas copy everything again and again',
      description:
        '{{ $labels.instance }} sent {{ $value | humanize }} full copies in half an hour: the replication backlog is too small or the link breaks.',
    },
    {
      alert: 'RedisRestarting',
      // The exporter's start time is reckoned from this and jumps by a second now and then.
      expr: 'resets(redis_uptime_in_seconds{job="redis"}[15m]) > 1',
      for: '0s',
      severity: 'warning',
      summary: 'Redis {{ $labels.instance }} restarts again and again',
      description: 'It has restarted {{ $value }} times in 15 minutes.',
    },
  ];
}

import type { AlertRule } from './rule.js';

const job = 'job="redis-sentinel"';

/** The Sentinels: whether they can fail over, and whether they and Redis agree on the primary. */
export function redisSentinelAlerts(): AlertRule[] {
  return [
    {
      alert: 'RedisSentinelDown',
      expr: `redis_up{${job}} == 0`,
      for: '2m',
      severity: 'warning',
      summary: 'Sentinel {{ $labels.instance }} is down',
      description: 'It has not answered the exporter for 2 minutes; without a majority of Sentinels nobody fails over.',
    },
    {
      alert: 'RedisQuorumLost',
      expr: `min(redis_sentinel_master_ckquorum_status{${job}}) == 0`,
      for: '1m',
      severity: 'critical',
      summary: 'The Sentinels cannot fail over',
      description: 'At least one of them reaches no quorum or no majority.',
    },
    {
      alert: 'RedisSentinelsDisagree',
      expr: `count(count by (master_address) (redis_sentinel_master_status{${job}})) > 1`,
      for: '1m',
      severity: 'critical',
      summary: 'The Sentinels name different primaries',
      description: 'They name {{ $value }}: clients that ask different Sentinels write to different Redis instances.',
    },
    {
      alert: 'RedisPrimaryDisputed',
      expr:
        `sum by (instance) (label_replace(count by (master_address) (redis_sentinel_master_status{${job}}), "instance", "$1", "master_address", "(.+)")) ` +
        'unless on (instance) redis_instance_info{job="redis",role="master"}',
      for: '1m',
      severity: 'critical',
      summary: 'The Sentinels name a primary that is none',
      description: '{{ $value }} of them send clients to {{ $labels.instance }}, which does not take writes.',
    },
    {
      alert: 'RedisPrimaryFailing',
      expr: `min(redis_sentinel_master_status{${job}}) == 0`,
      for: '30s',
      severity: 'critical',
      summary: 'The Sentinels hold the Redis primary for down',
      description: 'They have done so for half a minute without a successful failover.',
    },
    {
      alert: 'RedisSentinelTilt',
      expr: `redis_sentinel_tilt{${job}} == 1`,
      for: '1m',
      severity: 'warning',
      summary: 'Sentinel {{ $labels.instance }} does not trust its clock',
      description: 'In TILT mode it watches but does not act: its clock jumped or it was starved of CPU.',
    },
  ];
}

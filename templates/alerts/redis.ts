import type { Settings } from '../../config/schema.js';
import type { RuleGroup } from './rule.js';

export function redisRules({ redis }: Settings): RuleGroup[] {
  return [
    {
      name: 'redis',
      records: [],
      alerts: [
        {
          alert: 'RedisDown',
          expr: 'redis_up{job="redis"} == 0',
          for: '1m',
          severity: 'critical',
          summary: 'Redis {{ $labels.instance }} is down',
          description: 'It has not answered the exporter for a minute.',
        },
        {
          alert: 'RedisNoPrimary',
          expr: '(count(redis_instance_info{job="redis",role="master"}) or vector(0)) == 0',
          for: '1m',
          severity: 'critical',
          summary: 'No Redis is primary',
          description: 'Nothing can be cached and no write can lift its quarantine; the database carries all reads.',
        },
        {
          alert: 'RedisSeveralPrimaries',
          expr: 'count(redis_instance_info{job="redis",role="master"}) > 1',
          for: '1m',
          severity: 'critical',
          summary: 'More than one Redis is primary',
          description: '{{ $value }} instances take writes: a deposed primary was not made a replica.',
        },
        {
          alert: 'RedisReplicaMissing',
          expr: `max(redis_connected_slaves{job="redis"}) < ${redis.replicas - 1}`,
          for: '5m',
          severity: 'warning',
          summary: 'The Redis primary has too few replicas',
          description: `It has {{ $value }} of ${redis.replicas - 1}: a failover may find nobody to promote.`,
        },
        {
          alert: 'RedisSentinelsDisagree',
          expr: 'count(count by (master_address) (redis_sentinel_master_status{job="redis-sentinel"})) > 1',
          for: '1m',
          severity: 'critical',
          summary: 'The Sentinels name different primaries',
          description:
            'They name {{ $value }}: clients that ask different Sentinels write to different Redis instances.',
        },
        {
          alert: 'RedisQuorumLost',
          expr: 'min(redis_sentinel_master_ckquorum_status{job="redis-sentinel"}) == 0',
          for: '1m',
          severity: 'critical',
          summary: 'The Sentinels cannot fail over',
          description: 'At least one of them reaches no quorum or no majority.',
        },
      ],
    },
  ];
}

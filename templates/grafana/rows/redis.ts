import { graph, type Panel } from '../panels.js';

const job = 'job="redis"';

/** The cache and those who decide on its primary. */
export function redisPanels(): Panel[] {
  return [
    graph({
      title: 'Primary',
      description: 'Instances that take writes, by name: exactly one curve at any time.',
      unit: 'short',
      queries: [{ expr: `count by (instance) (redis_instance_info{${job},role="master"})`, legend: '{{instance}}' }],
    }),
    graph({
      title: 'Commands',
      description: 'Commands a second, by instance.',
      unit: 'ops',
      queries: [{ expr: `rate(redis_commands_processed_total{${job}}[$__rate_interval])`, legend: '{{instance}}' }],
    }),
    graph({
      title: 'Look-ups that find a key',
      description: 'Of all look-ups on the primary.',
      unit: 'percentunit',
      limits: { warning: 0.9, critical: 0.8, descending: true },
      queries: [{ expr: 'redis:keyspace_hit_ratio:rate5m', legend: 'hit rate' }],
    }),
    graph({
      title: 'Memory',
      description: 'Data, the process, and the limit from which keys are evicted.',
      unit: 'bytes',
      queries: [
        { expr: `redis_memory_used_bytes{${job}}`, legend: '{{instance}} data' },
        { expr: `redis_memory_used_rss_bytes{${job}}`, legend: '{{instance}} process' },
        { expr: `max(redis_memory_max_bytes{${job}})`, legend: 'limit' },
      ],
    }),
    graph({
      title: 'Keys that go',
      description: 'Keys a second that expired, and keys that were evicted for lack of memory.',
      unit: 'ops',
      queries: [
        { expr: `sum(rate(redis_expired_keys_total{${job}}[$__rate_interval]))`, legend: 'expired' },
        { expr: `sum(rate(redis_evicted_keys_total{${job}}[$__rate_interval]))`, legend: 'evicted' },
      ],
    }),
    graph({
      title: 'Agreement',
      description: 'Sentinels that reach a quorum, and different primaries that they name (one is right).',
      unit: 'short',
      queries: [
        { expr: 'sum(redis_sentinel_master_ckquorum_status{job="redis-sentinel"})', legend: 'Sentinels with a quorum' },
        {
          expr: 'count(count by (master_address) (redis_sentinel_master_status{job="redis-sentinel"}))',
          legend: 'primaries named',
        },
        { expr: `max(redis_connected_slaves{${job}})`, legend: 'replicas' },
      ],
    }),
  ];
}

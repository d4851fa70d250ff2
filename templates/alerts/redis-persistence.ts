import type { AlertRule } from './rule.js';

const job = 'job="redis"';

/** Writing to disk, which only the durable profile does. */
export function redisPersistenceAlerts(): AlertRule[] {
  return [
    {
      alert: 'RedisSnapshotFails',
      expr: `redis_rdb_last_bgsave_status{${job}} == 0`,
      for: '5m',
      severity: 'warning',
      summary: 'Redis {{ $labels.instance }} cannot write its snapshot',
      description: 'The last background save failed; a restart falls back on the append-only file.',
    },
    {
      alert: 'RedisAppendFails',
      expr: `redis_aof_last_write_status{${job}} == 0`,
      for: '1m',
      severity: 'critical',
      summary: 'Redis {{ $labels.instance }} cannot write its append-only file',
      description: 'It refuses writes until it can: the disk is full or broken.',
    },
  ];
}

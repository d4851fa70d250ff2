import type { AlertRule } from './rule.js';

const job = 'job="cockroachdb"';

/** Ranges, and the stores that hold them. */
export function cockroachStorageAlerts(): AlertRule[] {
  return [
    {
      alert: 'CockroachRangesUnavailable',
      expr: `sum(ranges_unavailable{${job}}) > 0`,
      for: '2m',
      severity: 'critical',
      summary: 'Some data of CockroachDB is unavailable',
      description: '{{ $value }} ranges have no majority of replicas: reads and writes of their rows hang.',
    },
    {
      alert: 'CockroachRangesUnderreplicated',
      expr: `sum(ranges_underreplicated{${job}}) > 0`,
      for: '1h',
      severity: 'warning',
      summary: 'Some data of CockroachDB lacks copies',
      description:
        '{{ $value }} ranges have had too few replicas for an hour; with three nodes this lasts while one is down.',
    },
    {
      alert: 'CockroachReplicaBreakerTripped',
      expr: `sum by (instance) (kv_replica_circuit_breaker_num_tripped_replicas{${job}}) > 0`,
      for: '2m',
      severity: 'critical',
      summary: 'Replicas on {{ $labels.instance }} refuse requests',
      description: '{{ $value }} of them cannot make progress and fail fast.',
    },
    {
      alert: 'CockroachRequestsStuck',
      expr: `sum by (instance) (requests_slow_raft{${job}} + requests_slow_lease{${job}} + requests_slow_latch{${job}}) > 0`,
      for: '5m',
      severity: 'warning',
      summary: 'Requests on {{ $labels.instance }} are stuck',
      description: '{{ $value }} wait for replication, a lease or a latch for unusually long.',
    },
    {
      alert: 'CockroachDiskLow',
      expr: `capacity_available{${job}} / capacity{${job}} < 0.2`,
      for: '30m',
      severity: 'warning',
      summary: 'The disk of {{ $labels.instance }} fills up',
      description: '{{ $value | humanizePercentage }} of it are free.',
    },
    {
      alert: 'CockroachDiskFull',
      expr: `capacity_available{${job}} / capacity{${job}} < 0.1`,
      for: '5m',
      severity: 'critical',
      summary: 'The disk of {{ $labels.instance }} is almost full',
      description:
        '{{ $value | humanizePercentage }} of it are free; a node without space stops and may not start again.',
    },
    {
      alert: 'CockroachWriteStalls',
      expr: `rate(storage_write_stalls{${job}}[5m]) * 60 >= 1`,
      for: '5m',
      severity: 'warning',
      summary: 'The store of {{ $labels.instance }} holds writes back',
      description: 'It stalls {{ $value | humanize }} times a minute because compaction cannot keep up.',
    },
    {
      alert: 'CockroachDiskStalled',
      expr: `increase(storage_disk_stalled{${job}}[5m]) > 0`,
      for: '0s',
      severity: 'critical',
      summary: 'The disk of {{ $labels.instance }} hangs',
      description: 'A write took over 20 s {{ $value | humanize }} times in 5 minutes.',
    },
    {
      alert: 'CockroachReadAmplificationHigh',
      expr: `rocksdb_read_amplification{${job}} > 50`,
      for: '1h',
      severity: 'warning',
      summary: 'Reads on {{ $labels.instance }} touch too many files',
      description: 'One read touches {{ $value }} files; healthy is below 20.',
    },
    {
      alert: 'CockroachIoOverloaded',
      expr: `admission_io_overload{${job}} > 1`,
      for: '5m',
      severity: 'warning',
      summary: 'The store of {{ $labels.instance }} is overloaded',
      description:
        'Admission control slows writes down: its overload score is {{ $value | humanize }}, 1 is the limit.',
    },
    {
      alert: 'CockroachIntentsPileUp',
      expr: `sum(intentcount{${job}}) > 10e6`,
      for: '10m',
      severity: 'warning',
      summary: 'Unresolved write intents pile up',
      description: '{{ $value | humanize }} are left: large or abandoned transactions slow down whoever meets them.',
    },
  ];
}

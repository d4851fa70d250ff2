/** Where a metric is documented that no program of the offline set gives. */
export interface Source {
  readonly source: string;
  readonly metrics: readonly string[];
}

/**
 * What could not be captured: CockroachDB itself, since a stand-in takes its place; a newer exporter; events that do not happen in a
 * healthy stack. Everything else is in captured-metrics.json.
 */
export const documentedMetrics: readonly Source[] = [
  {
    source: 'cockroachdb/docs@79e9a5d, src/current/_data/v25.4/metrics/metrics.yaml and v26.2',
    metrics: [
      'admission_io_overload',
      'build_timestamp',
      'clock_offset_meannanos',
      'intentcount',
      'kv_replica_circuit_breaker_num_tripped_replicas',
      'liveness_heartbeatlatency_bucket',
      'ranges_unavailable',
      'ranges_underreplicated',
      'requests_slow_latch',
      'requests_slow_lease',
      'requests_slow_raft',
      'rocksdb_read_amplification',
      'schedules_BACKUP_failed',
      'schedules_BACKUP_last_completed_time',
      'seconds_until_enterprise_license_expiry',
      'sql_distsql_contended_queries_count',
      'sql_failure_count',
      'sql_full_scan_count',
      'sql_service_latency_bucket',
      'sql_statements_active',
      'storage_disk_stalled',
      'storage_write_stalls',
      'sys_cpu_combined_percent_normalized',
      'txn_commits',
      'txn_restarts_serializable',
      'txn_restarts_writetooold',
    ],
  },
  {
    source: 'prometheus-community/pgbouncer_exporter v0.12.1, collector.go (the offline set has 0.10)',
    metrics: [
      'pgbouncer_stats_totals_queries_duration_seconds_total',
      'pgbouncer_stats_totals_queries_pooled_total',
      'pgbouncer_stats_totals_server_in_transaction_seconds_total',
      'pgbouncer_stats_totals_sql_transactions_pooled_total',
    ],
  },
  { source: 'state-lib/src/service/metrics.ts, after the first conflict', metrics: ['db_query_retries_total'] },
];

import type { Settings } from '../../config/schema.js';
import type { AlertRule, RecordingRule } from './rule.js';

const job = 'job="cockroachdb"';

export function cockroachSqlRecords(): RecordingRule[] {
  return [
    { record: 'cockroach:sql_queries:rate5m', expr: `sum(rate(sql_query_count{${job}}[5m]))` },
    {
      record: 'cockroach:sql_service_latency_seconds:p99_5m',
      expr: `histogram_quantile(0.99, sum by (le) (rate(sql_service_latency_bucket{${job}}[5m]))) / 1e9`,
    },
    {
      record: 'cockroach:txn_restarts:ratio_rate5m',
      expr:
        `(sum(rate(txn_restarts_writetooold{${job}}[5m])) + sum(rate(txn_restarts_serializable{${job}}[5m]))) / ` +
        `(sum(rate(txn_commits{${job}}[5m])) > 0)`,
    },
  ];
}

/** What clients of CockroachDB feel. */
export function cockroachSqlAlerts({ nodes, cpus }: Settings['cockroach']): AlertRule[] {
  return [
    {
      alert: 'CockroachSqlLatencyHigh',
      expr: 'cockroach:sql_service_latency_seconds:p99_5m > 0.050 and cockroach:sql_queries:rate5m > 1',
      for: '10m',
      severity: 'warning',
      summary: 'P99 of SQL is above 50 ms',
      description: 'One statement in a hundred takes {{ $value | humanizeDuration }} inside CockroachDB.',
    },
    {
      alert: 'CockroachTransactionsRestart',
      expr: 'cockroach:txn_restarts:ratio_rate5m > 0.1',
      for: '10m',
      severity: 'warning',
      summary: 'Transactions conflict',
      description:
        'There are {{ $value | humanizePercentage }} as many restarts as commits: writes of the same rows collide.',
    },
    {
      alert: 'CockroachContentionHigh',
      expr: `sum(rate(sql_distsql_contended_queries_count{${job}}[5m])) / (cockroach:sql_queries:rate5m > 1) > 0.1`,
      for: '10m',
      severity: 'warning',
      summary: 'Queries wait for each other',
      description: '{{ $value | humanizePercentage }} of the queries meet a lock of another transaction.',
    },
    {
      alert: 'CockroachFullScans',
      expr: `sum(rate(sql_full_scan_count{${job}}[15m])) > 0.1`,
      for: '15m',
      severity: 'warning',
      summary: 'Queries scan whole tables',
      description: '{{ $value | humanize }} full scans a second: an index is missing or not used.',
    },
    {
      alert: 'CockroachStatementsQueue',
      expr: `sum(sql_statements_active{${job}}) > ${Math.ceil(4 * nodes * cpus)}`,
      for: '5m',
      severity: 'warning',
      summary: 'More statements are active than CockroachDB can run',
      description: `{{ $value }} are active; 4 for each of the ${nodes * cpus} CPUs are sensible, more only wait.`,
    },
    {
      alert: 'CockroachNoSql',
      expr: 'cockroach:sql_queries:rate5m == 0 and on () sum(up{job="state"}) > 0',
      for: '10m',
      severity: 'warning',
      summary: 'No SQL reaches CockroachDB',
      description: 'The app is up, but there has been no query for 10 minutes; even its readiness checks make some.',
    },
    {
      alert: 'CockroachConnectionsFail',
      expr: `sum(rate(sql_conn_failures{${job}}[5m])) > 0.2`,
      for: '5m',
      severity: 'warning',
      summary: 'Connections to CockroachDB fail',
      description:
        '{{ $value | humanize }} fail each second: a wrong password, an expired certificate or a client that scans.',
    },
    {
      alert: 'CockroachStatementsFail',
      expr: `sum(rate(sql_failure_count{${job}}[5m])) / (cockroach:sql_queries:rate5m > 1) > 0.05`,
      for: '10m',
      severity: 'warning',
      summary: 'SQL statements fail',
      description: '{{ $value | humanizePercentage }} of them end with an error.',
    },
  ];
}

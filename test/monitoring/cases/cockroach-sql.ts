import type { AlertCase, Series } from './alert-case.js';

const first = 'job="cockroachdb",instance="cockroach-0"';

/** Counters, each with its growth a minute. */
function grow(counters: Readonly<Record<string, number>>): Series {
  return Object.fromEntries(
    Object.entries(counters).map(([metric, perMinute]) => [`${metric}{${first}}`, `0+${perMinute}x60`]),
  );
}

function statements(aboveNanos: number, upToNanos: number): Series {
  return {
    [`sql_service_latency_bucket{${first},le="${aboveNanos}"}`]: '0x40',
    [`sql_service_latency_bucket{${first},le="${upToNanos}"}`]: '0+600x40',
    [`sql_service_latency_bucket{${first},le="+Inf"}`]: '0+600x40',
    ...grow({ sql_query_count: 600 }),
  };
}

export const cockroachSqlCases: AlertCase[] = [
  {
    alert: 'CockroachSqlLatencyHigh',
    at: '20m',
    fires: statements(50e6, 100e6),
    shows: '99.5ms',
    quiet: statements(25e6, 50e6),
  },
  {
    alert: 'CockroachTransactionsRestart',
    at: '20m',
    fires: grow({ txn_restarts_writetooold: 60, txn_restarts_serializable: 30, txn_commits: 600 }),
    shows: '15%',
    quiet: grow({ txn_restarts_writetooold: 30, txn_restarts_serializable: 20, txn_commits: 600 }),
  },
  {
    alert: 'CockroachContentionHigh',
    at: '20m',
    fires: grow({ sql_distsql_contended_queries_count: 120, sql_query_count: 600 }),
    shows: '20%',
    quiet: grow({ sql_distsql_contended_queries_count: 50, sql_query_count: 600 }),
  },
  {
    alert: 'CockroachFullScans',
    at: '40m',
    fires: grow({ sql_full_scan_count: 90 }),
    shows: '1.5',
    quiet: grow({ sql_full_scan_count: 3 }),
  },
  {
    alert: 'CockroachStatementsQueue',
    at: '10m',
    fires: { [`sql_statements_active{${first}}`]: '20x20' },
    shows: '20',
    quiet: { [`sql_statements_active{${first}}`]: '12x20' },
  },
  {
    alert: 'CockroachNoSql',
    at: '20m',
    fires: { ...grow({ sql_query_count: 0 }), 'up{job="state",instance="state-0"}': '1x40' },
    quiet: { ...grow({ sql_query_count: 0 }), 'up{job="state",instance="state-0"}': '0x40' },
  },
  {
    alert: 'CockroachConnectionsFail',
    at: '15m',
    fires: grow({ sql_conn_failures: 60 }),
    shows: '1',
    quiet: grow({ sql_conn_failures: 6 }),
  },
  {
    alert: 'CockroachStatementsFail',
    at: '20m',
    fires: grow({ sql_failure_count: 60, sql_query_count: 600 }),
    shows: '10%',
    quiet: grow({ sql_failure_count: 20, sql_query_count: 600 }),
  },
];

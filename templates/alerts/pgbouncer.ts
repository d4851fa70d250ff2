import type { RuleGroup } from './rule.js';

/** PgBouncer's pools; its console is no pool. */
const pools = 'job="pgbouncer",database!="pgbouncer"';

/** Exporters before 0.11 name the counters otherwise. */
function totals(counter: string): string {
  const rate = (name: string) => `rate(${name}_${counter}{${pools}}[5m])`;
  return `(${rate('pgbouncer_stats_totals')} or ${rate('pgbouncer_stats')})`;
}

/** PgBouncer: whether clients wait, what its pools have left, and how long they are held. */
export function pgbouncerRules(): RuleGroup[] {
  return [
    {
      name: 'pgbouncer',
      records: [
        { record: 'pgbouncer:queries:rate5m', expr: totals('queries_pooled_total') },
        {
          record: 'pgbouncer:query_seconds:mean5m',
          expr: `${totals('queries_duration_seconds_total')} / (pgbouncer:queries:rate5m > 1)`,
        },
        {
          record: 'pgbouncer:transaction_seconds:mean5m',
          expr: `${totals('server_in_transaction_seconds_total')} / (${totals('sql_transactions_pooled_total')} > 1)`,
        },
        {
          record: 'pgbouncer:pool_saturation:ratio',
          expr:
            `sum by (instance, database, user) (pgbouncer_pools_server_active_connections{${pools}}) / on (instance, database) group_left () ` +
            'max by (instance, database) (label_replace(pgbouncer_databases_pool_size{job="pgbouncer"}, "database", "$1", "name", "(.+)"))',
        },
      ],
      alerts: [
        {
          alert: 'PgBouncerDown',
          expr: 'pgbouncer_up{job="pgbouncer"} == 0',
          for: '1m',
          severity: 'critical',
          summary: 'The PgBouncer of {{ $labels.instance }} does not answer',
          description: 'Its exporter has not been able to run SHOW for a minute.',
        },
        {
          alert: 'PgBouncerClientsWaiting',
          expr: `sum by (instance, database, user) (min_over_time(pgbouncer_pools_client_waiting_connections{${pools}}[1m])) > 0`,
          for: '1m',
          severity: 'warning',
          summary: 'Clients wait for a connection of pool {{ $labels.user }}@{{ $labels.database }}',
          description: 'At least {{ $value }} have been waiting without a pause for over a minute.',
        },
        {
          alert: 'PgBouncerWaitLong',
          expr: `max by (instance, database, user) (pgbouncer_pools_client_maxwait_seconds{${pools}}) > 1`,
          for: '1m',
          severity: 'critical',
          summary: 'Clients of pool {{ $labels.user }}@{{ $labels.database }} wait over a second',
          description:
            'The first in the queue has waited {{ $value | humanizeDuration }}; after pgbouncer.queryWaitTimeoutSeconds it gets an error.',
        },
        {
          alert: 'PgBouncerPoolSaturated',
          expr: 'pgbouncer:pool_saturation:ratio > 0.9',
          for: '5m',
          severity: 'warning',
          summary: 'Pool {{ $labels.user }}@{{ $labels.database }} is nearly exhausted',
          description: '{{ $value | humanizePercentage }} of pgbouncer.poolSize have been in use for 5 minutes.',
        },
        {
          alert: 'PgBouncerClientLimitNear',
          expr: 'pgbouncer_used_clients{job="pgbouncer"} / pgbouncer_config_max_client_connections{job="pgbouncer"} > 0.8',
          for: '5m',
          severity: 'warning',
          summary: 'The PgBouncer of {{ $labels.instance }} is near its client limit',
          description: '{{ $value | humanizePercentage }} of pgbouncer.maxClientConnections are connected.',
        },
        {
          alert: 'PgBouncerTransactionsLong',
          expr: 'pgbouncer:transaction_seconds:mean5m > 0.050',
          for: '10m',
          severity: 'warning',
          summary: 'Transactions on {{ $labels.database }} hold their connection for long',
          description:
            'The mean is {{ $value | humanizeDuration }}: the longer one is held, the fewer a second fit into the pool.',
        },
        {
          alert: 'PgBouncerQueriesSlow',
          expr: 'pgbouncer:query_seconds:mean5m > 0.010',
          for: '10m',
          severity: 'warning',
          summary: 'Queries on {{ $labels.database }} are slow',
          description: 'The mean is {{ $value | humanizeDuration }}, seen from PgBouncer.',
        },
        {
          alert: 'PgBouncerPaused',
          expr: 'max by (instance, name) (pgbouncer_databases_paused{job="pgbouncer"} == 1 or pgbouncer_databases_disabled{job="pgbouncer"} == 1)',
          for: '5m',
          severity: 'critical',
          summary: 'Database {{ $labels.name }} is paused in PgBouncer',
          description: 'A PAUSE or DISABLE was not taken back: its clients wait.',
        },
        {
          alert: 'PgBouncerNoServer',
          expr:
            `sum by (instance, database, user) (pgbouncer_pools_client_waiting_connections{${pools}}) > 0 and ` +
            `sum by (instance, database, user) (pgbouncer_pools_server_active_connections{${pools}} + pgbouncer_pools_server_idle_connections{${pools}}) == 0`,
          for: '30s',
          severity: 'critical',
          summary: 'Pool {{ $labels.user }}@{{ $labels.database }} reaches no database',
          description:
            '{{ $value }} clients wait and there is no server connection: the database is unreachable or refuses the log-in.',
        },
      ],
    },
  ];
}

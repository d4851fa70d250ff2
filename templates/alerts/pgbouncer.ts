import type { RuleGroup } from './rule.js';

/** PgBouncer's pools; the console's own database is no pool. */
const pools = 'job="pgbouncer",database!="pgbouncer"';

export function pgbouncerRules(): RuleGroup[] {
  return [
    {
      name: 'pgbouncer',
      records: [],
      alerts: [
        {
          alert: 'PgBouncerDown',
          expr: 'pgbouncer_up{job="pgbouncer"} == 0',
          for: '1m',
          severity: 'critical',
          summary: 'PgBouncer behind {{ $labels.instance }} does not answer',
          description: 'The exporter has not been able to run SHOW for a minute.',
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
            'The oldest has waited {{ $value | humanizeDuration }}; after pgbouncer.queryWaitTimeoutSeconds it gets an error.',
        },
        {
          alert: 'PgBouncerClientLimitNear',
          expr: 'pgbouncer_used_clients{job="pgbouncer"} / pgbouncer_config_max_client_connections{job="pgbouncer"} > 0.8',
          for: '5m',
          severity: 'warning',
          summary: 'PgBouncer behind {{ $labels.instance }} is near its client limit',
          description: '{{ $value | humanizePercentage }} of pgbouncer.maxClientConnections are in use.',
        },
      ],
    },
  ];
}

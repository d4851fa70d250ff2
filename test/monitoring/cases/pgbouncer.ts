import type { AlertCase, Series } from './alert-case.js';

const instance = 'job="pgbouncer",instance="exporter-0"';
const database = `${instance},database="planetary_survival"`;
const pool = `${database},user="app"`;
const labels = { instance: 'exporter-0', database: 'planetary_survival', user: 'app' };

function one(metric: string, selector: string, values: string | number): Series {
  return { [`${metric}{${selector}}`]: typeof values === 'number' ? `${values}x60` : values };
}

function saturation(active: number): Series {
  return {
    ...one('pgbouncer_pools_server_active_connections', pool, active),
    ...one('pgbouncer_databases_pool_size', `${instance},name="planetary_survival",database="planetary_survival"`, 8),
  };
}

/** Counters of PgBouncer in the names of exporter 0.12 (`_totals`) or 0.10. */
function totals(suffix: '' | '_totals', counters: Readonly<Record<string, number>>): Series {
  return Object.fromEntries(
    Object.entries(counters).map(([counter, perMinute]) => [
      `pgbouncer_stats${suffix}_${counter}{${database}}`,
      `0+${perMinute}x60`,
    ]),
  );
}

function server(waiting: number, active: number, idle: number): Series {
  return {
    ...one('pgbouncer_pools_client_waiting_connections', pool, waiting),
    ...one('pgbouncer_pools_server_active_connections', pool, active),
    ...one('pgbouncer_pools_server_idle_connections', pool, idle),
  };
}

export const pgbouncerCases: AlertCase[] = [
  {
    alert: 'PgBouncerDown',
    at: '5m',
    fires: one('pgbouncer_up', instance, 0),
    labels: { job: 'pgbouncer', instance: 'exporter-0' },
    quiet: one('pgbouncer_up', instance, 1),
  },
  {
    alert: 'PgBouncerClientsWaiting',
    at: '5m',
    fires: one('pgbouncer_pools_client_waiting_connections', pool, 12),
    labels,
    shows: '12',
    quiet: one('pgbouncer_pools_client_waiting_connections', pool, '12 0 12 0 12 0 12'),
  },
  {
    alert: 'PgBouncerWaitLong',
    at: '5m',
    fires: one('pgbouncer_pools_client_maxwait_seconds', pool, 3),
    labels,
    shows: '3s',
    quiet: one('pgbouncer_pools_client_maxwait_seconds', pool, 0.2),
  },
  { alert: 'PgBouncerPoolSaturated', at: '10m', fires: saturation(8), labels, shows: '100%', quiet: saturation(6) },
  {
    alert: 'PgBouncerClientLimitNear',
    at: '10m',
    fires: {
      ...one('pgbouncer_used_clients', instance, 9000),
      ...one('pgbouncer_config_max_client_connections', instance, 10_000),
    },
    labels: { job: 'pgbouncer', instance: 'exporter-0' },
    shows: '90%',
    quiet: {
      ...one('pgbouncer_used_clients', instance, 7000),
      ...one('pgbouncer_config_max_client_connections', instance, 10_000),
    },
  },
  {
    alert: 'PgBouncerTransactionsLong',
    at: '20m',
    fires: totals('_totals', { sql_transactions_pooled_total: 600, server_in_transaction_seconds_total: 60 }),
    labels: { job: 'pgbouncer', instance: 'exporter-0', database: 'planetary_survival' },
    shows: '100ms',
    quiet: totals('', { sql_transactions_pooled_total: 600, server_in_transaction_seconds_total: 6 }),
  },
  {
    alert: 'PgBouncerQueriesSlow',
    at: '20m',
    fires: totals('', { queries_pooled_total: 600, queries_duration_seconds_total: 12 }),
    labels: { job: 'pgbouncer', instance: 'exporter-0', database: 'planetary_survival' },
    shows: '20ms',
    quiet: totals('_totals', { queries_pooled_total: 600, queries_duration_seconds_total: 3 }),
  },
  {
    alert: 'PgBouncerPaused',
    at: '10m',
    fires: {
      ...one('pgbouncer_databases_paused', `${instance},name="planetary_survival"`, 1),
      ...one('pgbouncer_databases_disabled', `${instance},name="planetary_survival"`, 0),
    },
    labels: { instance: 'exporter-0', name: 'planetary_survival' },
    quiet: {
      ...one('pgbouncer_databases_paused', `${instance},name="planetary_survival"`, '1 1 0x60'),
      ...one('pgbouncer_databases_disabled', `${instance},name="planetary_survival"`, 0),
    },
  },
  { alert: 'PgBouncerNoServer', at: '5m', fires: server(4, 0, 0), labels, shows: '4', quiet: server(4, 8, 0) },
];

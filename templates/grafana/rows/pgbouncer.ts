import { graph, type Panel } from '../panels.js';

/** The pools between the app and the database. */
export function pgbouncerPanels(): Panel[] {
  return [
    graph({
      title: 'Pool saturation',
      description: 'Server connections in use, as a share of the pool’s size.',
      unit: 'percentunit',
      limits: { warning: 0.8, critical: 0.9 },
      queries: [{ expr: 'pgbouncer:pool_saturation:ratio', legend: '{{instance}} {{user}}@{{database}}' }],
    }),
    graph({
      title: 'Clients',
      description: 'Clients with a server connection, and those that wait for one.',
      unit: 'short',
      queries: [
        {
          expr: 'sum by (database, user) (pgbouncer_pools_client_active_connections{job="pgbouncer",database!="pgbouncer"})',
          legend: '{{user}}@{{database}} active',
        },
        {
          expr: 'sum by (database, user) (pgbouncer_pools_client_waiting_connections{job="pgbouncer",database!="pgbouncer"})',
          legend: '{{user}}@{{database}} waiting',
        },
      ],
    }),
    graph({
      title: 'Time in the database',
      description: 'Mean of queries and of transactions, seen from PgBouncer.',
      unit: 's',
      queries: [
        { expr: 'pgbouncer:query_seconds:mean5m', legend: 'query {{database}}' },
        { expr: 'pgbouncer:transaction_seconds:mean5m', legend: 'transaction {{database}}' },
      ],
    }),
  ];
}

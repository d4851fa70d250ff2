import { graph, type Panel } from '../panels.js';

/** The app tier, as players and its pool see it. */
export function statePanels(): Panel[] {
  return [
    graph({
      title: 'Requests',
      description: 'Players’ requests a second, by status.',
      unit: 'reqps',
      queries: [
        {
          expr: 'sum by (status) (rate(http_request_duration_seconds_count{job="state",route!~"/healthz|/readyz|/metrics"}[$__rate_interval]))',
          legend: '{{status}}',
        },
        { expr: 'sum(rate(requests_shed_total{job="state"}[$__rate_interval]))', legend: 'shed' },
      ],
    }),
    graph({
      title: 'Latency of requests',
      description: 'Over 5 minutes; the dashed lines are the targets of P95 and P99.',
      unit: 's',
      limits: { warning: 0.01, critical: 0.05 },
      queries: [
        { expr: 'state:http_request_duration_seconds:p95_5m', legend: 'P95' },
        { expr: 'state:http_request_duration_seconds:p99_5m', legend: 'P99' },
        { expr: 'state:http_write_duration_seconds:p95_5m', legend: 'P95 of writes' },
      ],
    }),
    graph({
      title: 'Latency of queries',
      description: 'P95 of each kind of database query, seen from state-lib.',
      unit: 's',
      limits: { warning: 0.008, critical: 0.01 },
      queries: [
        {
          expr: 'histogram_quantile(0.95, sum by (le, query) (rate(db_query_duration_seconds_bucket{job="state"}[$__rate_interval])))',
          legend: '{{query}}',
        },
      ],
    }),
    graph({
      title: 'Cache',
      description: 'Reads a second, from the cache and from the database.',
      unit: 'reqps',
      queries: [
        { expr: 'sum(rate(cache_hits_total{job="state"}[$__rate_interval]))', legend: 'hits' },
        { expr: 'sum(rate(cache_misses_total{job="state"}[$__rate_interval]))', legend: 'misses' },
      ],
    }),
    graph({
      title: 'Database pools',
      description: 'Connections in use in each instance, and calls that wait for one.',
      unit: 'short',
      queries: [
        { expr: 'db_active_connections{job="state"}', legend: '{{instance}} in use' },
        { expr: 'db_pool_max{job="state"}', legend: '{{instance}} limit' },
        { expr: 'db_pool_waiting{job="state"}', legend: '{{instance}} waiting' },
      ],
    }),
    graph({
      title: 'Failed requests',
      description: 'Share of players’ requests that ended with a 5xx status; 0.1 % is the service level.',
      unit: 'percentunit',
      limits: { warning: 0.001, critical: 0.0144 },
      queries: [
        { expr: 'state:http_errors:ratio_rate5m', legend: '5 minutes' },
        { expr: 'state:http_errors:ratio_rate1h', legend: '1 hour' },
      ],
    }),
  ];
}

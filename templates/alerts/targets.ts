import type { RuleGroup } from './rule.js';

/** Routes that no player asks for. */
const players = 'job="state",route!~"/healthz|/readyz|/metrics|/openapi.*"';

/** Below this many requests a second a quantile says nothing. */
const enoughTraffic = 'state:http_requests:rate5m > 1';

/** The package's targets (P95, P99, hit rate, pool) and the app's own health, measured at state-lib. */
export function targetRules(): RuleGroup[] {
  return [
    {
      name: 'targets',
      records: [
        {
          record: 'state:http_requests:rate5m',
          expr: `sum(rate(http_request_duration_seconds_count{${players}}[5m]))`,
        },
        {
          record: 'state:http_request_duration_seconds:p95_5m',
          expr: quantile(0.95, 'http_request_duration_seconds', players),
        },
        {
          record: 'state:http_request_duration_seconds:p99_5m',
          expr: quantile(0.99, 'http_request_duration_seconds', players),
        },
        {
          record: 'state:db_query_duration_seconds:p95_5m',
          expr: quantile(0.95, 'db_query_duration_seconds', 'job="state"'),
        },
        {
          record: 'state:cache_reads:rate5m',
          expr: 'sum(rate(cache_hits_total{job="state"}[5m])) + sum(rate(cache_misses_total{job="state"}[5m]))',
        },
        {
          record: 'state:cache_hit_ratio:rate5m',
          expr: 'sum(rate(cache_hits_total{job="state"}[5m])) / (state:cache_reads:rate5m > 0)',
        },
        {
          record: 'instance:db_pool_saturation:ratio',
          expr: 'db_active_connections{job="state"} / db_pool_max{job="state"}',
        },
      ],
      alerts: [
        {
          alert: 'StateLatencyP95High',
          expr: `state:http_request_duration_seconds:p95_5m > 0.010 and ${enoughTraffic}`,
          for: '5m',
          severity: 'warning',
          summary: 'P95 latency is above the target of 10 ms',
          description: 'One request in twenty took {{ $value | humanizeDuration }} or longer over the last 5 minutes.',
        },
        {
          alert: 'StateLatencyP99High',
          expr: `state:http_request_duration_seconds:p99_5m > 0.050 and ${enoughTraffic}`,
          for: '5m',
          severity: 'critical',
          summary: 'P99 latency is above the target of 50 ms',
          description:
            'One request in a hundred took {{ $value | humanizeDuration }} or longer over the last 5 minutes.',
        },
        {
          alert: 'CacheHitRateLow',
          expr: 'state:cache_hit_ratio:rate5m < 0.90 and state:cache_reads:rate5m > 1',
          for: '15m',
          severity: 'warning',
          summary: 'Cache hit rate is below the target of 90 %',
          description: 'Redis answered {{ $value | humanizePercentage }} of the reads; the database carries the rest.',
        },
        {
          alert: 'StatePoolSaturated',
          expr: 'instance:db_pool_saturation:ratio > 0.9',
          for: '5m',
          severity: 'warning',
          summary: 'Database pool of {{ $labels.instance }} is nearly exhausted',
          description: '{{ $value | humanizePercentage }} of its connections have been in use for 5 minutes.',
        },
        {
          alert: 'StatePoolWaiting',
          expr: 'min_over_time(db_pool_waiting{job="state"}[1m]) > 0',
          for: '1m',
          severity: 'warning',
          summary: 'Requests of {{ $labels.instance }} wait for a database connection',
          description: 'At least {{ $value }} have been waiting without a pause for over a minute.',
        },
        {
          alert: 'StateRequestsShed',
          expr: 'sum by (instance) (rate(requests_shed_total{job="state"}[5m])) > 0',
          for: '1m',
          severity: 'critical',
          summary: '{{ $labels.instance }} turns requests away',
          description: 'It refuses {{ $value | humanize }} requests a second to keep the rest within the targets.',
        },
        {
          alert: 'StateInstanceDown',
          expr: 'up{job="state"} == 0',
          for: '1m',
          severity: 'warning',
          summary: 'state-lib instance {{ $labels.instance }} is down',
          description: 'Prometheus has not reached its /metrics for a minute; the other instances carry its load.',
        },
        {
          alert: 'StateAllInstancesDown',
          expr: 'sum(up{job="state"}) == 0',
          for: '30s',
          severity: 'critical',
          summary: 'No state-lib instance is up',
          description: 'Players can neither load nor save.',
        },
      ],
    },
  ];
}

function quantile(q: number, histogram: string, selector: string): string {
  return `histogram_quantile(${q}, sum by (le) (rate(${histogram}_bucket{${selector}}[5m])))`;
}

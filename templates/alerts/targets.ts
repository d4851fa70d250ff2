import type { RecordingRule, RuleGroup } from './rule.js';

/** Requests of players: not the routes that probes and Prometheus ask for. */
export const playerRequests = 'job="state",route!~"/healthz|/readyz|/metrics|/openapi.*"';

/** Below a request a second a quantile or a ratio says nothing. */
export const enoughRequests = 'state:http_requests:rate5m > 1';

/** The package's targets as series, for alerts, dashboards and the load runner, and the alerts of the targets themselves. */
export function targetRules(): RuleGroup[] {
  return [
    {
      name: 'targets',
      records: [...latencyRecords(), ...cacheRecords()],
      alerts: [
        {
          alert: 'StateLatencyP95High',
          expr: `state:http_request_duration_seconds:p95_5m > 0.010 and ${enoughRequests}`,
          for: '5m',
          severity: 'warning',
          summary: 'P95 latency is above the target of 10 ms',
          description: 'One request in twenty takes {{ $value | humanizeDuration }} or longer.',
        },
        {
          alert: 'StateLatencyP99High',
          expr: `state:http_request_duration_seconds:p99_5m > 0.050 and ${enoughRequests}`,
          for: '5m',
          severity: 'critical',
          summary: 'P99 latency is above the target of 50 ms',
          description: 'One request in a hundred takes {{ $value | humanizeDuration }} or longer.',
        },
        {
          alert: 'CacheHitRateLow',
          expr: 'state:cache_hit_ratio:rate5m < 0.90 and state:cache_reads:rate5m > 1',
          for: '15m',
          severity: 'warning',
          summary: 'Cache hit rate is below the target of 90 %',
          description: 'Redis answers {{ $value | humanizePercentage }} of the reads; the database carries the rest.',
        },
        {
          alert: 'StatePoolSaturated',
          expr: 'instance:db_pool_saturation:ratio > 0.9',
          for: '5m',
          severity: 'warning',
          summary: 'Database pool of {{ $labels.instance }} is nearly exhausted',
          description: '{{ $value | humanizePercentage }} of its connections have been in use for 5 minutes.',
        },
      ],
    },
  ];
}

function latencyRecords(): RecordingRule[] {
  return [
    {
      record: 'state:http_requests:rate5m',
      expr: `sum(rate(http_request_duration_seconds_count{${playerRequests}}[5m]))`,
    },
    {
      record: 'state:http_request_duration_seconds:p95_5m',
      expr: quantile(0.95, 'http_request_duration_seconds', playerRequests),
    },
    {
      record: 'state:http_request_duration_seconds:p99_5m',
      expr: quantile(0.99, 'http_request_duration_seconds', playerRequests),
    },
    {
      record: 'state:http_write_duration_seconds:p95_5m',
      expr: quantile(0.95, 'http_request_duration_seconds', `${playerRequests},method!~"GET|HEAD"`),
    },
    {
      record: 'query:db_query_duration_seconds:p95_5m',
      expr: 'histogram_quantile(0.95, sum by (le, query) (rate(db_query_duration_seconds_bucket{job="state"}[5m])))',
    },
    {
      record: 'instance:db_pool_saturation:ratio',
      expr: 'db_active_connections{job="state"} / db_pool_max{job="state"}',
    },
  ];
}

/** A counter with labels has no series before its first event: none is zero, else an outage of the cache would be no data. */
function cacheRecords(): RecordingRule[] {
  const rate = (counter: string) => `(sum(rate(${counter}{job="state"}[5m])) or vector(0))`;
  return [
    { record: 'state:cache_reads:rate5m', expr: `${rate('cache_hits_total')} + ${rate('cache_misses_total')}` },
    { record: 'state:cache_hit_ratio:rate5m', expr: `${rate('cache_hits_total')} / (state:cache_reads:rate5m > 0)` },
  ];
}

function quantile(q: number, histogram: string, selector: string): string {
  return `histogram_quantile(${q}, sum by (le) (rate(${histogram}_bucket{${selector}}[5m])))`;
}

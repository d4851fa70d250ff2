import type { AlertCase, Series } from './alert-case.js';

const get = 'job="state",instance="state-0",route="/regions/:id",method="GET",status="200"';
const health = 'job="state",instance="state-0",route="/healthz",method="GET",status="200"';

/** Ten requests a second, all between two bounds of the histogram. */
function requests(labels: string, above: string, upTo: string): Series {
  return {
    [`http_request_duration_seconds_bucket{${labels},le="${above}"}`]: '0x20',
    [`http_request_duration_seconds_bucket{${labels},le="${upTo}"}`]: '0+600x20',
    [`http_request_duration_seconds_bucket{${labels},le="+Inf"}`]: '0+600x20',
    [`http_request_duration_seconds_count{${labels}}`]: '0+600x20',
  };
}

function reads(hits: number, misses: number): Series {
  return {
    'cache_hits_total{job="state",instance="state-0"}': `0+${hits}x40`,
    'cache_misses_total{job="state",instance="state-0"}': `0+${misses}x40`,
  };
}

export const targetCases: AlertCase[] = [
  {
    alert: 'StateLatencyP95High',
    at: '15m',
    fires: requests(get, '0.01', '0.02'),
    shows: '19.5ms',
    // Slow health checks are not players' requests.
    quiet: { ...requests(get, '0.005', '0.01'), ...requests(health, '0.1', '0.2') },
  },
  {
    alert: 'StateLatencyP99High',
    at: '15m',
    fires: requests(get, '0.05', '0.1'),
    shows: '99.5ms',
    quiet: requests(get, '0.025', '0.05'),
  },
  {
    alert: 'CacheHitRateLow',
    at: '30m',
    fires: reads(530, 70),
    shows: '88.33%',
    quiet: reads(546, 54),
  },
  {
    // No hit ever: that counter has no series yet.
    alert: 'CacheHitRateLow',
    at: '30m',
    fires: { 'cache_misses_total{job="state",instance="state-0"}': '0+600x40' },
    shows: '0%',
    quiet: { 'cache_hits_total{job="state",instance="state-0"}': '0+600x40' },
  },
  {
    alert: 'StatePoolSaturated',
    at: '10m',
    fires: {
      'db_active_connections{job="state",instance="state-0"}': '10x10',
      'db_pool_max{job="state",instance="state-0"}': '10x10',
    },
    labels: { instance: 'state-0', job: 'state' },
    shows: '100%',
    quiet: {
      'db_active_connections{job="state",instance="state-0"}': '9x10',
      'db_pool_max{job="state",instance="state-0"}': '10x10',
    },
  },
];

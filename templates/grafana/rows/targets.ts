import { stat, type Panel } from '../panels.js';

/** The package's targets, against their limits. */
export function targetPanels(): Panel[] {
  return [
    stat({
      title: 'P95 latency',
      description: 'Of players’ requests at state-lib, over 5 minutes. Target: below 10 ms.',
      unit: 's',
      expr: 'state:http_request_duration_seconds:p95_5m',
      limits: { warning: 0.008, critical: 0.01 },
    }),
    stat({
      title: 'P99 latency',
      description: 'Of players’ requests at state-lib, over 5 minutes. Target: below 50 ms.',
      unit: 's',
      expr: 'state:http_request_duration_seconds:p99_5m',
      limits: { warning: 0.04, critical: 0.05 },
    }),
    stat({
      title: 'Cache hit rate',
      description: 'Reads that Redis answered, over 5 minutes. Target: above 90 %.',
      unit: 'percentunit',
      expr: 'state:cache_hit_ratio:rate5m',
      limits: { warning: 0.95, critical: 0.9, descending: true },
    }),
    stat({
      title: 'Fullest database pool',
      description: 'Connections in use in the fullest pool of a state-lib instance. Target: never saturated.',
      unit: 'percentunit',
      expr: 'max(instance:db_pool_saturation:ratio)',
      limits: { warning: 0.8, critical: 0.9 },
    }),
  ];
}

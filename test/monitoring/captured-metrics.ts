import captured from './captured-metrics.json' with { type: 'json' };

/** Metric → the jobs that give it, and its labels besides `job` and `instance`. */
export type CapturedMetrics = Readonly<
  Record<string, { readonly jobs: readonly string[]; readonly labels: readonly string[] }>
>;

/**
 * What a healthy stack of the offline set gave: Redis 8.0 by redis_exporter 1.69, PgBouncer 1.24 by pgbouncer_exporter 0.10, HAProxy
 * 3.0, Prometheus 2.53, state-lib, and CockroachDB's stand-in. `npx tsx test/monitoring/capture-metrics.ts` makes it anew from the
 * stack of this checkout; the deploy tests compare it with a running one.
 */
export const capturedMetrics: CapturedMetrics = captured;

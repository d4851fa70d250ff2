import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { State } from '../state.js';

const latencyBuckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The service's metrics; names are a contract with dashboards and alerts. */
export interface Metrics {
  readonly registry: Registry;
  readonly queryDuration: Histogram<'query' | 'outcome'>;
  readonly queryRetries: Counter<'query'>;
  readonly hits: Counter<'source'>;
  readonly misses: Counter<'source'>;
  readonly shed: Counter;
  readonly requestDuration: Histogram<'route' | 'method' | 'status'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    queryDuration: new Histogram({
      name: 'db_query_duration_seconds',
      help: 'Time of a statement, from sending it until its result',
      labelNames: ['query', 'outcome'],
      buckets: latencyBuckets,
      registers,
    }),
    queryRetries: new Counter({
      name: 'db_query_retries_total',
      help: 'Statements tried again after a serialization failure',
      labelNames: ['query'],
      registers,
    }),
    hits: new Counter({
      name: 'cache_hits_total',
      help: 'Reads answered from the cache',
      labelNames: ['source'],
      registers,
    }),
    misses: new Counter({
      name: 'cache_misses_total',
      help: 'Reads answered from the database',
      labelNames: ['source'],
      registers,
    }),
    shed: new Counter({ name: 'requests_shed_total', help: 'Calls refused as Overloaded', registers }),
    requestDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time of a request',
      labelNames: ['route', 'method', 'status'],
      buckets: latencyBuckets,
      registers,
    }),
  };
}

/** Gauges that look at the state when they are scraped. */
export function watchState({ registry }: Metrics, state: State): void {
  const { database, watch } = state;
  const gauge = (name: string, help: string, value: () => number): void => {
    const instrument: Gauge = new Gauge({ name, help, registers: [registry], collect: () => instrument.set(value()) });
  };
  gauge('db_active_connections', 'Connections in use', () => database.pool.active);
  gauge('db_pool_waiting', 'Calls that wait for a connection', () => database.pool.waiting);
  gauge('db_pool_size', 'Open connections', () => database.pool.size);
  gauge('db_pool_max', 'Most connections', () => database.pool.limit);
  gauge('cache_trusted', '1 while cached values may be used', () => (watch.trusted() === undefined ? 0 : 1));
  gauge('cache_epoch_generation', 'Generation of the cache epoch', () => watch.epoch.generation);
}

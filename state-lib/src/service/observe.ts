import type { Logger } from 'pino';
import type { Observer } from '../observer.js';
import { currentRequestId } from './http/request-span.js';
import type { Metrics } from './metrics.js';

/** Brings what the library does into metrics and logs. */
export function observe(metrics: Metrics, log: Logger, slowQueryMs: number): Observer {
  return {
    queried: (statement, milliseconds, error) => {
      const outcome = error === undefined ? 'ok' : 'error';
      metrics.queryDuration.observe({ query: statement.label, outcome }, milliseconds / 1_000);
      if (milliseconds <= slowQueryMs) return;
      const slow = { query: statement.label, milliseconds, outcome, reqId: currentRequestId() };
      log.warn(slow, 'slow query');
    },
    retried: (query) => metrics.queryRetries.inc({ query }),
    shed: () => metrics.shed.inc(),
    hit: (source, count) => metrics.hits.inc({ source }, count),
    missed: (source, count) => metrics.misses.inc({ source }, count),
    noticed: (event, detail) => log.warn(detail, event),
  };
}

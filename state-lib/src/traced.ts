import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Observer } from './observer.js';

/** Gives spans to whoever set up OpenTelemetry; without that they cost a call that does nothing. */
export const tracer = trace.getTracer('@planetary-survival/state-lib');

/**
 * The observer, and a span for each statement, named by its label. Reads of one tick share a statement: its span is below the caller
 * who came first.
 */
export function traced(observer: Observer): Observer {
  return {
    retried: (label) => observer.retried(label),
    shed: () => observer.shed(),
    hit: (source, count) => observer.hit(source, count),
    missed: (source, count) => observer.missed(source, count),
    noticed: (event, detail) => observer.noticed(event, detail),
    queried: (statement, milliseconds, error) => {
      const span = tracer.startSpan(statement.label, {
        kind: SpanKind.CLIENT,
        startTime: Date.now() - milliseconds,
        attributes: { 'db.system.name': 'postgresql', 'db.query.summary': statement.label },
      });
      if (span.isRecording()) {
        // Without values: they are parameters.
        span.setAttribute('db.query.text', statement.text);
        if (error !== undefined) {
          if (error instanceof Error) span.recordException(error);
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
      }
      span.end();
      observer.queried(statement, milliseconds, error);
    },
  };
}

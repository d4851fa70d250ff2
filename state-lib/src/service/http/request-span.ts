import { AsyncLocalStorage } from 'node:async_hooks';
import { SpanKind, SpanStatusCode, context, propagation } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { tracer } from '../../traced.js';
import type { Answer } from '../operations/operation.js';
import { statusOf } from './answer-failure.js';

const requestIds = new AsyncLocalStorage<string>();

/** Id of the request that this runs for; undefined: none, such as work of a timer. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}

/** Runs what answers a request in a span of its own, which continues the trace of the caller's `traceparent`. */
export async function inRequest(
  { id, headers, method }: FastifyRequest,
  route: string,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const caller = propagation.extract(context.active(), headers);
  const attributes = { 'http.request.method': method, 'http.route': route, 'state.request_id': id };
  const options = { kind: SpanKind.SERVER, attributes };
  return await requestIds.run(id, async () =>
    tracer.startActiveSpan(`${method} ${route}`, options, caller, async (span) => {
      try {
        const answered = await answer();
        span.setAttribute('http.response.status_code', answered.status);
        return answered;
      } catch (error) {
        const status = statusOf(error);
        span.setAttribute('http.response.status_code', status);
        if (status >= 500) {
          if (error instanceof Error) span.recordException(error);
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        throw error;
      } finally {
        span.end();
      }
    }),
  );
}

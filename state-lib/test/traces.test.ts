import { SpanKind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { routes } from '../src/service/http/routes.js';
import { operations } from '../src/service/operations/all.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';

const exporter = new InMemorySpanExporter();
let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
}, 60_000);

afterAll(async () => {
  trace.disable();
  context.disable();
  propagation.disable();
  await pair.stop();
}, 60_000);

beforeEach(() => exporter.reset());

const spans = () => exporter.getFinishedSpans().filter(({ name }) => name.startsWith('regions.'));

it('a statement is a span below its caller', async () => {
  const start = performance.now();
  await trace.getTracer('game').startActiveSpan('move', async (parent) => {
    await pair.one.regions.put({ x: 1n, y: 1n, z: 1n });
    parent.end();
  });
  const [upsert, ...others] = spans();
  const [parent] = exporter.getFinishedSpans().filter(({ name }) => name === 'move');
  expect(others).toEqual([]);
  expect(upsert).toMatchObject({
    ...{ name: 'regions.upsert', kind: SpanKind.CLIENT, parentSpanContext: { spanId: parent?.spanContext().spanId } },
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': expect.stringContaining('INSERT INTO') as string },
  });
  const [seconds = 0, nanoseconds = 0] = upsert?.duration ?? [];
  const milliseconds = seconds * 1_000 + nanoseconds / 1_000_000;
  expect(milliseconds).toBeGreaterThan(0);
  expect(milliseconds).toBeLessThan(performance.now() - start);
});

it('one that fails says so, without its values', async () => {
  const bad = { label: 'regions.bad', text: 'SELECT $1::INT8 / 0 AS x' };
  await expect(pair.one.database.run(bad, ['4711'])).rejects.toThrow('division by zero');
  const [span] = spans();
  expect(span).toMatchObject({ name: 'regions.bad', status: { code: SpanStatusCode.ERROR } });
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('4711');
});

it('a request continues the trace of its caller, down to the statement', async () => {
  const app = fastify();
  routes(app, pair.one, operations);
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const { statusCode } = await app.inject({ method: 'PUT', url: '/v1/regions/2_2_2', headers, payload: {} });
  expect(statusCode).toBe(200);
  await app.inject({ method: 'GET', url: '/v1/regions/9_9_9' });
  const named = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name);
  const request = named('PUT /v1/regions/{id}');
  expect(request).toMatchObject({
    ...{ kind: SpanKind.SERVER, parentSpanContext: { traceId, spanId: 'b7ad6b7169203331' } },
    attributes: { 'http.route': '/v1/regions/{id}', 'http.response.status_code': 200, 'state.request_id': 'req-1' },
  });
  expect(named('regions.upsert')?.parentSpanContext).toMatchObject({ traceId, spanId: request?.spanContext().spanId });
  expect(named('GET /v1/regions/{id}')).toMatchObject({
    attributes: { 'http.response.status_code': 404 },
    status: { code: SpanStatusCode.UNSET },
  });
});

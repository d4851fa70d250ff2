import type { FastifyInstance } from 'fastify';
import type { State } from '../state.js';
import type { ServiceConfig } from './config.js';
import { requireToken } from './http/require-token.js';
import { TokenFile } from './http/token-file.js';
import type { Metrics } from './metrics.js';
import { openApiDocument } from './openapi/document.js';
import { operations } from './operations/all.js';

/** Whether the service wants traffic. */
export interface Readiness {
  draining: boolean;
}

/** Health, readiness, metrics, figures at a glance, and the API's own document. */
export function operatorRoutes(
  app: FastifyInstance,
  config: ServiceConfig,
  state: State,
  metrics: Metrics,
  readiness: Readiness,
): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    if (readiness.draining) return reply.code(503).send({ status: 'draining' });
    const cache = state.watch.trusted() === undefined ? 'degraded' : 'ok';
    if (await state.ready()) return { status: 'ok', cache };
    return reply.code(503).send({ status: 'database unreachable', cache });
  });
  const document = JSON.stringify(openApiDocument(operations));
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send(document));
  const metricsToken = requireToken(new TokenFile(config.metricsTokenFile));
  app.get('/metrics', { onRequest: metricsToken }, async (_request, reply) =>
    reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get('/stats', { onRequest: metricsToken }, async () => await state.stats());
}

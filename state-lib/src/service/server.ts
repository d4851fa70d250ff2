import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { State } from '../state.js';
import { readKeyPair } from './certificate.js';
import type { ServiceConfig } from './config.js';
import { answerFailure } from './failure.js';
import type { Metrics } from './metrics.js';
import { regionRoutes } from './region-routes.js';
import { secretFile } from './secret-files.js';
import { requireToken } from './token.js';

/** Whether the service wants traffic. */
export interface Readiness {
  draining: boolean;
}

// Bodies are validated by the tables' own schemas; fastify's compilers would be most of the bundle.
const refuse = () => () => {
  throw new Error('routes have no fastify schema');
};

/** The HTTPS service, not listening yet. */
export function createServer(
  config: ServiceConfig,
  state: State,
  metrics: Metrics,
  log: Logger,
  readiness: Readiness,
): FastifyInstance {
  const app = fastify({
    https: { ...readKeyPair(config), minVersion: 'TLSv1.2' },
    loggerInstance: log,
    disableRequestLogging: true,
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: config.requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    schemaController: { compilersFactory: { buildValidator: refuse, buildSerializer: refuse } },
  } as never) as unknown as FastifyInstance;
  app.setErrorHandler(answerFailure);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: String(reply.statusCode),
    };
    metrics.requestDuration.observe(labels, reply.elapsedTime / 1_000);
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    if (readiness.draining) return reply.code(503).send({ status: 'draining' });
    const cache = state.watch.trusted() === undefined ? 'degraded' : 'ok';
    if (await state.ready()) return { status: 'ok', cache };
    return reply.code(503).send({ status: 'database unreachable', cache });
  });
  const metricsToken = requireToken(secretFile(config.metricsTokenFile));
  app.get('/metrics', { onRequest: metricsToken }, async (_request, reply) =>
    reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.register(async (api) => {
    api.addHook('onRequest', requireToken(secretFile(config.tokenFile)));
    regionRoutes(api, state);
  });
  return app;
}

import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { State } from '../state.js';
import { readKeyPair } from './certificate.js';
import type { ServiceConfig } from './config.js';
import { answerFailure } from './http/answer-failure.js';
import { problem, sendProblem } from './http/problem.js';
import { limitRate } from './http/rate-limit.js';
import { requestId } from './http/request-id.js';
import { requireToken } from './http/require-token.js';
import { routes } from './http/routes.js';
import { answerClientError, serverLimits } from './http/slow-clients.js';
import { strictJson } from './http/strict-json.js';
import { TokenFile } from './http/token-file.js';
import type { Metrics } from './metrics.js';
import { operations } from './operations/all.js';
import { operatorRoutes } from './operator-routes.js';
import type { Readiness } from './operator-routes.js';

// Requests are validated by the tables' own schemas; fastify's compilers would be most of the bundle.
const refuse = () => () => {
  throw new Error('routes have no fastify schema');
};

/** The HTTPS service, not listening yet. Throws when a file that the config names cannot be read. */
export function createServer(
  config: ServiceConfig,
  state: State,
  metrics: Metrics,
  log: Logger,
  readiness: Readiness,
): FastifyInstance {
  const app = fastify({
    https: { ...readKeyPair(config), minVersion: 'TLSv1.2', ...serverLimits(config) },
    loggerInstance: log,
    disableRequestLogging: true,
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: config.requestTimeoutMs,
    connectionTimeout: config.idleTimeoutMs,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    genReqId: requestId,
    trustProxy: [...config.proxies],
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFailure,
    // A key that is too long is refused by its schema, which says why.
    routerOptions: { maxParamLength: 16_384 },
    schemaController: { compilersFactory: { buildValidator: refuse, buildSerializer: refuse } },
  } as never) as unknown as FastifyInstance;
  strictJson(app);
  app.setErrorHandler(answerFailure);
  app.setNotFoundHandler(async (request, reply) => {
    const detail = `there is no ${request.method} ${request.url.slice(0, 200)}; /openapi.json lists what there is`;
    await sendProblem(reply, problem(404, 'NO_SUCH_ROUTE', detail, request.id));
  });
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
  operatorRoutes(app, config, state, metrics, readiness);
  const tokens = new TokenFile(config.tokenFile);
  app.register(async (api) => {
    // Before the token is looked at, so that guesses are limited too.
    api.addHook('onRequest', limitRate(config.requestsPerSecond));
    api.addHook('onRequest', requireToken(tokens));
    routes(api, state, operations);
  });
  return app;
}

import { z } from 'zod';
import { cpus, integer, memoryMiB, openFiles } from './types.js';

export const pgbouncer = z.strictObject({
  replicas: integer(1, 8).default(1).describe('PgBouncers; one uses one core.'),
  maxClientConnections: integer(10, 100_000).default(10_000).describe('`max_client_conn` of one PgBouncer.'),
  poolSize: integer(1, 1_000)
    .default(8)
    .describe(
      '`default_pool_size`: server connections of the app at one PgBouncer; `npm run size` gives it. 50 is production.',
    ),
  reservePoolSize: integer(0, 1_000)
    .default(2)
    .describe('`reserve_pool_size`: further ones for a burst; 25 is production.'),
  readonlyPoolSize: integer(1, 1_000)
    .default(2)
    .describe(
      '`max_user_connections` of `app_readonly`: its server connections at one PgBouncer, so that reports cannot take those of the app.',
    ),
  reservePoolTimeoutSeconds: integer(1, 60)
    .default(3)
    .describe('`reserve_pool_timeout`: how long a client waits before the reserve opens.'),
  maxPreparedStatements: integer(1, 10_000)
    .default(200)
    .describe('`max_prepared_statements`: protocol-level ones, kept by server connection; state-lib has fewer.'),
  serverLifetimeSeconds: integer(60, 3_600)
    .default(300)
    .describe('`server_lifetime`: CockroachDB advises 5 to 30 minutes, so that connections spread over new nodes.'),
  queryWaitTimeoutSeconds: integer(1, 120)
    .default(5)
    .describe('`query_wait_timeout`: a query that waits longer is refused.'),
  memoryMiB: memoryMiB.default(128).describe('Limit of the container.'),
  cpus: cpus.default(0.5).describe('vCPUs of one PgBouncer, a single thread.'),
  openFiles: openFiles
    .default(16_384)
    .describe('Limit of open files: a client connection each, the pools of every user, and 64.'),
  stopGraceSeconds: integer(5, 300).default(30).describe('Time for clients to end their transactions at a stop.'),
});

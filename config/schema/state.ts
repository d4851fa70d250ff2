import { z } from 'zod';
import { cpus, integer, memoryMiB } from './types.js';

/** Of regions; what JSON and JavaScript keep exactly. */
const coordinate = integer(-1_000_000_000_000, 1_000_000_000_000);

export const state = z.strictObject({
  instances: integer(2, 64).default(2).describe('Processes of the app tier; two, so that one may restart.'),
  poolSize: integer(1, 200).default(10).describe('Connections of one instance to PgBouncer.'),
  connectTimeoutMs: integer(100, 60_000).default(10_000).describe('Time to get a connection.'),
  statementTimeoutMs: integer(10, 600_000)
    .default(5_000)
    .describe('A default of the database role, since PgBouncer drops it as a startup parameter.'),
  bodyLimitKiB: integer(1, 16_384).default(1_024).describe('Largest request; larger ones are answered with 413.'),
  writesMiB: integer(1, 4_096)
    .default(32)
    .describe(
      'Values of writes under way in one instance; what is above is answered with 503. Below half of memoryMiB, and one request at least.',
    ),
  spawn: z
    .strictObject({
      x: coordinate.default(0).describe('Region where players begin.'),
      y: coordinate.default(0).describe('The same.'),
      z: coordinate.default(0).describe('The same.'),
      radius: integer(0, 10).default(10).describe('Regions to each side of it that stay in the cache for an hour.'),
    })
    .prefault({}),
  warm: z
    .boolean()
    .default(false)
    .describe('Whether an instance reads the spawn and active players into the cache after its start.'),
  warmActiveMinutes: integer(0, 525_600)
    .default(60)
    .describe('Players who logged in so long ago count as active for that; 0: none are read.'),
  memoryMiB: memoryMiB.default(256).describe('Limit of the container.'),
  cpus: cpus.default(1).describe('vCPUs of one instance, one JavaScript thread.'),
  stopGraceSeconds: integer(5, 300).default(30).describe('Time to answer what was asked before a stop.'),
});

export const loadBalancer = z.strictObject({
  maxConnections: integer(100, 100_000).default(4_000).describe('`maxconn`: each takes 2 open files and up to 48 KiB.'),
  requestsPerSecond: integer(1, 1_000_000)
    .default(20_000)
    .describe(
      "Requests a second of one client address at the app's load balancer, averaged over 10 s; what is above is refused (429).",
    ),
  memoryMiB: memoryMiB.default(256).describe('Limit of the container.'),
  cpus: cpus.default(0.5).describe('vCPUs of one load balancer.'),
  openFiles: integer(1_024, 1_048_576).default(16_384).describe('Limit of open files: 2 × maxConnections and 256.'),
});

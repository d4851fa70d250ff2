import { z } from 'zod';
import { cpus, integer, memoryMiB, openFiles, storageGiB } from './types.js';

const evictionPolicies = [
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
  'noeviction',
] as const;

export const redis = z.strictObject({
  replicas: integer(2, 5).default(2).describe('Primary and replicas together.'),
  minReplicasToWrite: integer(0, 4)
    .default(0)
    .describe(
      '`min-replicas-to-write`: a primary that fewer replicas follow refuses writes; it bounds what a deposed primary takes.',
    ),
  sentinels: integer(3, 7).default(3).describe('Odd, so that a majority can start a failover.'),
  quorum: integer(2, 7)
    .default(2)
    .describe('Sentinels that must agree that the primary is down: fewer than there are, so that one may be missing.'),
  downAfterMs: integer(500, 60_000)
    .default(5_000)
    .describe(
      'Silence after which a Sentinel holds the primary for down: shorter fails over sooner, and for a long pause too.',
    ),
  failoverTimeoutMs: integer(1_000, 600_000).default(30_000).describe('Time for one failover before another is tried.'),
  memoryMiB: memoryMiB
    .default(768)
    .describe('Limit of the container: maxMemoryMiB, the buffers and what a fork copies.'),
  cpus: cpus.default(1).describe('vCPUs of one Redis: commands run on one thread; more serve ioThreads and forks.'),
  maxMemoryMiB: integer(32, 524_288)
    .default(512)
    .describe('`maxmemory`; the guide takes 512 MiB locally, 4 or 16 GiB in production.'),
  evictionPolicy: z
    .enum(evictionPolicies)
    .default('allkeys-lru')
    .describe('`maxmemory-policy`: a cache drops what was not used for longest.'),
  persistence: z
    .enum(['durable', 'cache'])
    .default('durable')
    .describe('`durable`: RDB at 900 1, 300 10, 60 10000 and AOF every second; `cache`: nothing is written.'),
  storageGiB: storageGiB.default(2).describe('Volume of one Redis on Kubernetes: AOF, its rewrite and RDB.'),
  maxClients: integer(100, 100_000).default(10_000).describe('`maxclients`; Redis keeps 32 of openFiles for itself.'),
  tcpBacklog: integer(64, 65_535).default(511).describe('`tcp-backlog`; the kernel caps it at net.core.somaxconn.'),
  idleTimeoutSeconds: integer(0, 86_400).default(0).describe('`timeout`: idle clients are cut after it; 0 is never.'),
  tcpKeepaliveSeconds: integer(0, 3_600).default(300).describe('`tcp-keepalive`: finds clients that vanished.'),
  ioThreads: integer(1, 16)
    .default(1)
    .describe(
      '`io-threads`: helps with TLS from Redis 8 on, given as many cpus; not with connections of state-lib that follow keys.',
    ),
  stopGraceSeconds: integer(10, 300).default(20).describe('Time to write RDB at a stop before the process is killed.'),
  openFiles: openFiles.default(16_384).describe('Limit of open files: maxClients and 32.'),
});

import type { Settings } from './schema.js';

/** Limits that contradict each other: each fault names the keys and shows the sum. */
export function contradictions(settings: Settings): string[] {
  return rules.flatMap((rule) => rule(settings) ?? []);
}

type Rule = (settings: Settings) => string | undefined;

/** Redis keeps 32 files for itself. */
const redisOwnFiles = 32;

/** HAProxy's own memory, and what a connection with TLS takes of it: 34 KiB measured, and room for those whose buffers are full. */
const balancerOwnMiB = 32;
const balancerKiB = 48;

const rules: readonly Rule[] = [
  ({ cockroach }) =>
    cockroach.nodes % 2 === 0
      ? `cockroach.nodes must be odd, so that a majority exists, got ${cockroach.nodes}; take ${cockroach.nodes + 1}`
      : undefined,
  ({ platform, cockroach }) =>
    platform === 'kubernetes' && cockroach.nodes < 3
      ? `cockroach.nodes must be at least 3 on kubernetes, got ${cockroach.nodes}`
      : undefined,
  ({ cockroach }) => {
    const sum = 2 * cockroach.sqlMemoryMiB + cockroach.cacheMiB;
    const limit = Math.floor(cockroach.memoryMiB * 0.8);
    return sum > limit
      ? `(2 × cockroach.sqlMemoryMiB) + cockroach.cacheMiB must be at most 80 % of cockroach.memoryMiB: ` +
          `(2 × ${cockroach.sqlMemoryMiB}) + ${cockroach.cacheMiB} = ${sum} > ${limit}; raise cockroach.memoryMiB to ${Math.ceil(sum / 0.8)}`
      : undefined;
  },
  ({ redis }) => {
    // A fork of a busy durable primary copies pages; a replica's buffers come on top of maxmemory in both.
    const share = redis.persistence === 'durable' ? 0.7 : 0.85;
    const limit = Math.floor(redis.memoryMiB * share);
    return redis.maxMemoryMiB > limit
      ? `redis.maxMemoryMiB must be at most ${share * 100} % of redis.memoryMiB with persistence "${redis.persistence}": ` +
          `${redis.maxMemoryMiB} > ${limit}; raise redis.memoryMiB to ${Math.ceil(redis.maxMemoryMiB / share)}`
      : undefined;
  },
  ({ redis }) =>
    redis.maxClients + redisOwnFiles > redis.openFiles
      ? `redis.maxClients needs redis.openFiles of ${redis.maxClients} + ${redisOwnFiles} = ${redis.maxClients + redisOwnFiles}, got ${redis.openFiles}`
      : undefined,
  ({ redis }) =>
    redis.quorum > redis.sentinels
      ? `redis.quorum must be at most redis.sentinels: ${redis.quorum} > ${redis.sentinels}`
      : undefined,
  ({ redis }) =>
    redis.sentinels % 2 === 0
      ? `redis.sentinels must be odd, so that a majority exists, got ${redis.sentinels}`
      : undefined,
  ({ pgbouncer }) => {
    const files = pgbouncer.maxClientConnections + 4 * (pgbouncer.poolSize + pgbouncer.reservePoolSize) + 64;
    return files > pgbouncer.openFiles
      ? `pgbouncer.maxClientConnections and the pools need pgbouncer.openFiles of ` +
          `${pgbouncer.maxClientConnections} + 4 × (${pgbouncer.poolSize} + ${pgbouncer.reservePoolSize}) + 64 = ${files}, got ${pgbouncer.openFiles}`
      : undefined;
  },
  ({ state, pgbouncer }) => {
    const clients = state.instances * state.poolSize;
    const room = pgbouncer.replicas * pgbouncer.maxClientConnections;
    return clients > room
      ? `state.instances × state.poolSize must fit pgbouncer.maxClientConnections: ${state.instances} × ${state.poolSize} = ${clients} > ${room}`
      : undefined;
  },
  ({ cockroach, pgbouncer, platform }) => {
    // On one machine the nodes share its CPUs and the cap of 4 × vCPUs says nothing.
    if (platform === 'docker') return undefined;
    const connections = pgbouncer.replicas * (pgbouncer.poolSize + pgbouncer.reservePoolSize);
    const limit = Math.floor(4 * cockroach.nodes * cockroach.cpus);
    return connections > limit
      ? `pgbouncer.replicas × (poolSize + reservePoolSize) must be at most 4 × vCPUs of the cluster: ` +
          `${pgbouncer.replicas} × (${pgbouncer.poolSize} + ${pgbouncer.reservePoolSize}) = ${connections} > ` +
          `4 × ${cockroach.nodes} × ${cockroach.cpus} = ${limit}`
      : undefined;
  },
  ({ loadBalancer }) => {
    const needed = balancerOwnMiB + Math.ceil((loadBalancer.maxConnections * balancerKiB) / 1_024);
    return needed > loadBalancer.memoryMiB
      ? `loadBalancer.maxConnections needs loadBalancer.memoryMiB of ${balancerOwnMiB} + ${loadBalancer.maxConnections} × ${balancerKiB} KiB = ${needed}, got ${loadBalancer.memoryMiB}`
      : undefined;
  },
  ({ loadBalancer }) =>
    loadBalancer.maxConnections * 2 + 256 > loadBalancer.openFiles
      ? `loadBalancer.maxConnections needs loadBalancer.openFiles of 2 × ${loadBalancer.maxConnections} + 256 = ${loadBalancer.maxConnections * 2 + 256}, got ${loadBalancer.openFiles}`
      : undefined,
];

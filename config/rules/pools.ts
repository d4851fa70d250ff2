import type { Settings } from '../schema.js';
import type { Rule } from './rule.js';

/** Users that PgBouncer may keep a pool for: app, read-only, and the two of its own console. */
export const poolUsers = 4;
/** Listeners, log and what TLS reads. */
export const poolerOwnFiles = 64;

/** Open files that one PgBouncer needs. */
export function pgbouncerFiles({
  maxClientConnections,
  poolSize,
  reservePoolSize,
}: Pick<Settings['pgbouncer'], 'maxClientConnections' | 'poolSize' | 'reservePoolSize'>): number {
  return maxClientConnections + poolUsers * (poolSize + reservePoolSize) + poolerOwnFiles;
}

/** The way of a connection: app → PgBouncer → load balancer → the CPUs of the cluster. */
export const poolRules: readonly Rule[] = [
  ({ pgbouncer }) => {
    const files = pgbouncerFiles(pgbouncer);
    return files > pgbouncer.openFiles
      ? `pgbouncer.maxClientConnections and the pools need pgbouncer.openFiles of ` +
          `${pgbouncer.maxClientConnections} + ${poolUsers} × (${pgbouncer.poolSize} + ${pgbouncer.reservePoolSize}) + ${poolerOwnFiles} = ${files}, got ${pgbouncer.openFiles}`
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
  ({ pgbouncer, loadBalancer }) => {
    const connections = pgbouncer.replicas * 2 * (pgbouncer.poolSize + pgbouncer.reservePoolSize);
    return connections > loadBalancer.maxConnections
      ? `the pools of app and read-only user must fit loadBalancer.maxConnections: ` +
          `${pgbouncer.replicas} × 2 × (${pgbouncer.poolSize} + ${pgbouncer.reservePoolSize}) = ${connections} > ${loadBalancer.maxConnections}; ` +
          `lower pgbouncer.poolSize or raise loadBalancer.maxConnections`
      : undefined;
  },
];

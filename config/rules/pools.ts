import type { Settings } from '../schema.js';
import type { Rule } from './rule.js';

type Pools = Pick<Settings['pgbouncer'], 'poolSize' | 'reservePoolSize' | 'readonlyPoolSize'>;

/** Users that PgBouncer may keep a pool of `poolSize` for: the app, and the two of its own console. */
export const fullPools = 3;
/** Listeners, log and what TLS reads. */
export const poolerOwnFiles = 64;

/** Connections to the database that one PgBouncer opens at most: those of the app and of the read-only user. */
export function databaseConnections({ poolSize, reservePoolSize, readonlyPoolSize }: Pools): number {
  return poolSize + reservePoolSize + readonlyPoolSize;
}

/** Open files that one PgBouncer needs. */
export function pgbouncerFiles({
  maxClientConnections,
  poolSize,
  reservePoolSize,
  readonlyPoolSize,
}: Pools & Pick<Settings['pgbouncer'], 'maxClientConnections'>): number {
  return maxClientConnections + fullPools * (poolSize + reservePoolSize) + readonlyPoolSize + poolerOwnFiles;
}

function poolsSum({ replicas, poolSize, reservePoolSize, readonlyPoolSize }: Settings['pgbouncer']): string {
  return `${replicas} × (${poolSize} + ${reservePoolSize} + ${readonlyPoolSize})`;
}

/** The way of a connection: app → PgBouncer → load balancer → the CPUs of the cluster. */
export const poolRules: readonly Rule[] = [
  ({ pgbouncer }) => {
    const files = pgbouncerFiles(pgbouncer);
    const { maxClientConnections, poolSize, reservePoolSize, readonlyPoolSize } = pgbouncer;
    return files > pgbouncer.openFiles
      ? `pgbouncer.maxClientConnections and the pools need pgbouncer.openFiles of ` +
          `${maxClientConnections} + ${fullPools} × (${poolSize} + ${reservePoolSize}) + ${readonlyPoolSize} + ${poolerOwnFiles} = ${files}, ` +
          `got ${pgbouncer.openFiles}; raise it, or lower pgbouncer.maxClientConnections`
      : undefined;
  },
  ({ state, pgbouncer }) => {
    const clients = state.instances * state.poolSize;
    const room = pgbouncer.replicas * pgbouncer.maxClientConnections;
    return clients > room
      ? `state.instances × state.poolSize must fit pgbouncer.maxClientConnections: ${state.instances} × ${state.poolSize} = ${clients} > ${room}; ` +
          `lower state.poolSize to ${Math.floor(room / state.instances)}, or raise pgbouncer.maxClientConnections`
      : undefined;
  },
  ({ cockroach, pgbouncer, platform }) => {
    // On one machine the nodes share its CPUs and the cap of 4 × vCPUs says nothing.
    if (platform === 'docker') return undefined;
    const connections = pgbouncer.replicas * databaseConnections(pgbouncer);
    const limit = Math.floor(4 * cockroach.nodes * cockroach.cpus);
    return connections > limit
      ? `pgbouncer.replicas × (poolSize + reservePoolSize + readonlyPoolSize) must be at most 4 × vCPUs of the cluster: ` +
          `${poolsSum(pgbouncer)} = ${connections} > 4 × ${cockroach.nodes} × ${cockroach.cpus} = ${limit}; ` +
          `lower pgbouncer.poolSize, or raise cockroach.cpus to ${Math.ceil(connections / (4 * cockroach.nodes))}`
      : undefined;
  },
  ({ pgbouncer, loadBalancer }) => {
    const connections = pgbouncer.replicas * databaseConnections(pgbouncer);
    return connections > loadBalancer.maxConnections
      ? `the pools of app and read-only user must fit loadBalancer.maxConnections: ` +
          `${poolsSum(pgbouncer)} = ${connections} > ${loadBalancer.maxConnections}; ` +
          `lower pgbouncer.poolSize, or raise loadBalancer.maxConnections to ${connections}`
      : undefined;
  },
];

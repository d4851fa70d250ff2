/**
 * The network contract of the stack: every tier's name, its ports and the names that reach it. Both platforms give the same
 * names, so a config file is byte-identical on Docker and on Kubernetes.
 */
const topology = {
  cockroach: { slot: 1, ports: { sql: 26257, console: 8080 } },
  'cockroach-lb': { slot: 2, ports: { sql: 26257, console: 8080, metrics: 8404 } },
  redis: { slot: 3, ports: { redis: 6379 } },
  'redis-sentinel': { slot: 4, ports: { sentinel: 26379 } },
  'redis-exporter': { slot: 5, ports: { metrics: 9121 } },
  pgbouncer: { slot: 6, ports: { sql: 6432 } },
  'pgbouncer-exporter': { slot: 7, ports: { metrics: 9127 } },
  state: { slot: 8, ports: { api: 8443 } },
  'state-lb': { slot: 9, ports: { api: 8443, metrics: 8404 } },
  prometheus: { slot: 10, ports: { web: 9090 } },
  grafana: { slot: 11, ports: { web: 3000 } },
  'host-gateway': { slot: 12, ports: { pgbouncer: 6432, redis: 6379, console: 8080, metrics: 8404 } },
} as const;

export type TierName = keyof typeof topology;
export type PortName<T extends TierName> = keyof (typeof topology)[T]['ports'] & string;

/** Every tier, in the order of its slot. */
export const tierNames = Object.keys(topology) as TierName[];

/** The ports of a tier by name, as numbers. */
export function tierPorts<T extends TierName>(tier: T): (typeof topology)[T]['ports'] {
  return topology[tier].ports;
}

/** The port of a tier. */
export function port<T extends TierName>(tier: T, name: PortName<T>): number {
  const ports: Readonly<Record<string, number>> = topology[tier].ports;
  const found = ports[name];
  if (found === undefined) throw new Error(`tier ${tier} has no port ${name}`);
  return found;
}

/** The name that clients use: all replicas of the tier on Docker, its ready pods on Kubernetes. */
export function tierHost(tier: TierName): string {
  return tier;
}

/** The name under which replicas of a tier find each other, ready or not. */
export function nodesHost(tier: TierName): string {
  return `${tier}-nodes`;
}

/** The name of one replica, counted from 0; it resolves on both platforms while the replica is stopped or not ready. */
export function replicaHost(tier: TierName, index: number): string {
  return `${tier}-${index}.${nodesHost(tier)}`;
}

/** The names of all replicas of a tier. */
export function replicaHosts(tier: TierName, replicas: number): string[] {
  return Array.from({ length: replicas }, (_, index) => replicaHost(tier, index));
}

/** `host:port` of a tier, for clients. */
export function address<T extends TierName>(tier: T, name: PortName<T>): string {
  return `${tierHost(tier)}:${port(tier, name)}`;
}

/** Replicas that one slot has room for: a tier's static addresses on Docker are `slot × 16 + index`. */
export const replicasPerSlot = 16;

/** The number of a tier's block of static addresses; it never changes once released, since an address change replaces containers. */
export function slot(tier: TierName): number {
  return topology[tier].slot;
}

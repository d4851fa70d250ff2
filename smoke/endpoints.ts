import type { Settings } from '../config/schema.js';
import { replicaHost, tierHost, tierPorts, type TierName } from '../constructs/topology.js';
import { deployedTiers } from './deployed.js';

/** What is spoken inside of TLS; PostgreSQL asks for TLS in its own words first. */
export type Protocol = 'postgres' | 'redis' | 'https';

/** One port of one replica. */
export interface Endpoint {
  readonly tier: TierName;
  /** Name of the port in the topology: `sql`, `metrics` … */
  readonly name: string;
  /** Number of the replica. */
  readonly index: number;
  readonly host: string;
  readonly port: number;
  /** The name that its certificate must have. */
  readonly serverName: string;
  readonly speaks: Protocol;
  /** Whether a client must show a certificate of the stack's authority. */
  readonly clientCertificate: boolean;
}

/** Every port of every replica of a stack. */
export function endpoints(settings: Settings): Endpoint[] {
  return deployedTiers(settings).flatMap(({ tier, replicas }) =>
    Array.from({ length: replicas }, (_, index) =>
      Object.entries(tierPorts(tier)).map(([name, port]) => ({
        tier,
        name,
        index,
        host: replicaHost(tier, index),
        port,
        // The gateway passes TLS on, and its clients call it localhost.
        serverName: tier === 'host-gateway' && name !== 'metrics' ? 'localhost' : tierHost(tier),
        speaks: protocols[name] ?? 'https',
        clientCertificate: name === 'metrics',
      })),
    ).flat(),
  );
}

const protocols: Readonly<Record<string, Protocol>> = {
  sql: 'postgres',
  pgbouncer: 'postgres',
  redis: 'redis',
  sentinel: 'redis',
};

/** `host:port` */
export function endpointAddress({ host, port }: Pick<Endpoint, 'host' | 'port'>): string {
  return `${host}:${port}`;
}

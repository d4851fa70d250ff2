import type { CacheSettings } from '../../src/cache/settings.js';
import type { StateSettings } from '../../src/state.js';
import type { Certificates } from './certificates.js';
import type { Container } from './container.js';
import { startPgbouncer } from './pgbouncer.js';
import { freePorts } from './ports.js';
import { appPassword, database, startPostgres } from './postgres.js';
import { startRedis, startSentinel } from './redis.js';

/** The real programs that the library talks to. */
export interface Backing {
  readonly postgres: Container;
  readonly pgbouncer: Container;
  readonly redis: readonly Container[];
  readonly sentinels: readonly Container[];
  readonly ports: { readonly postgres: number; readonly pgbouncer: number; readonly redis: readonly number[] };
  readonly settings: StateSettings & { readonly cache: CacheSettings };
  stop(): Promise<void>;
}

export interface BackingOptions {
  readonly certificates?: Certificates | undefined;
  /** Milliseconds of silence after which the Sentinels replace the primary. Default 500. */
  readonly downAfterMs?: number;
}

/** More than a busy machine keeps Redis from answering: for tests in which the primary must stay. */
export const lastingPrimary = { downAfterMs: 60_000 };

/** Starts PostgreSQL, PgBouncer, a Redis primary with a replica, and three Sentinels. */
export async function startBacking({ certificates, downAfterMs }: BackingOptions = {}): Promise<Backing> {
  const [postgresPort, pgbouncerPort, primary, replica, ...sentinelPorts] = (await freePorts(7)) as [
    number,
    number,
    number,
    number,
    ...number[],
  ];
  const [postgres, pgbouncer, first, second, ...sentinels] = await Promise.all([
    startPostgres(postgresPort),
    startPgbouncer(pgbouncerPort, postgresPort, certificates),
    startRedis({ port: primary, certificates }),
    startRedis({ port: replica, primary, certificates }),
    ...sentinelPorts.map((port) => startSentinel(port, primary, certificates, downAfterMs)),
  ]);
  const containers = [postgres, pgbouncer, first, second, ...sentinels];
  return {
    postgres,
    pgbouncer,
    redis: [first, second],
    sentinels,
    ports: { postgres: postgresPort, pgbouncer: pgbouncerPort, redis: [primary, replica] },
    settings: {
      database: { host: '127.0.0.1', port: pgbouncerPort, database, user: 'app', password: () => appPassword },
      cache: { sentinels: sentinelPorts.map((port) => ({ host: '127.0.0.1', port })), sentinelName: 'planetary' },
    },
    stop: async () => {
      await Promise.all(containers.map(async (container) => await container.remove()));
    },
  };
}

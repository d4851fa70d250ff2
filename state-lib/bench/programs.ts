import type { StateSettings } from '../src/state.js';
import type { Backing } from '../test/backing/stack.js';

/** Where the real programs are, as the measuring process is told. */
export interface Programs {
  readonly postgres: number;
  readonly pgbouncer: number;
  readonly redis: readonly number[];
  readonly sentinels: readonly number[];
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly containers: { readonly redis: readonly string[] };
}

export async function programsOf(backing: Backing): Promise<Programs> {
  const { database, user, password } = backing.settings.database;
  return {
    ...{ ...backing.ports, database, user, password: await password() },
    sentinels: backing.settings.cache.sentinels.map(({ port }) => port),
    containers: { redis: backing.redis.map(({ name }) => name) },
  };
}

/** Settings of an instance on these programs. */
export function stateSettings(programs: Programs): StateSettings {
  const { database, user, password, pgbouncer: port } = programs;
  return {
    database: { host: '127.0.0.1', port, database, user, password: () => password },
    cache: {
      sentinels: programs.sentinels.map((sentinel) => ({ host: '127.0.0.1', port: sentinel })),
      sentinelName: 'planetary',
      // The shared machine stalls for longer than a cache of a game should be waited for.
      commandTimeoutMs: 1_000,
    },
    coherence: { holdMs: 2_100 },
  };
}

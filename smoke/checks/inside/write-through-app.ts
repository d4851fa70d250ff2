import { randomInt } from 'node:crypto';
import { untilCached } from '../../cache-trust.js';
import type { Endpoint } from '../../endpoints.js';
import type { InsideCheck, InsideContext } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { ask, bearer, type HttpRequest } from '../../probes/http.js';
import { sql } from '../../sql.js';

/** A region at the far corner of the planet that is the smoke test's own; it stays, inactive. */
const region = '9223372036854775807_9223372036854775807_9223372036854775807';
const path = `/v1/regions/${region}`;

/** A region as the service and the database tell it. */
interface Told {
  readonly players: string;
  readonly version: string;
}

/** What is written through the app is in the database, and comes from the cache when it is read again, from every instance. */
export const writeThroughApp: InsideCheck = {
  name: 'a write is read back from the database, then from the cache',
  tier: 'state',
  vantage: 'inside',
  run: async (context) => {
    const front = context.endpoint('state-lb', 'api');
    const players = String(randomInt(1, 1_000_000));
    const put = { method: 'PUT', path, body: { isActive: false, playerCount: players } } as const;
    const { version } = await call<{ version: string }>(context, front, put);
    const faults: string[] = [];
    const compare = (where: string, found: Told | undefined): void => {
      if (found?.players !== players || found.version !== version)
        faults.push(`${where} has ${tell(found)}, ${tell({ players, version })} was acknowledged`);
    };
    compare('the database', await inDatabase(context));
    const first = await read(context, front);
    compare('the first read', first);
    await Promise.all(
      context.endpoints('state', 'api').map(async (instance) => {
        const again = await untilCached(
          async () => await read(context, instance),
          ({ source }) => source === 'cache',
        );
        compare(`the second read, from ${instance.host},`, again);
        if (again.source !== 'cache')
          faults.push(`the second read, from ${instance.host}, came from the ${again.source}`);
      }),
    );
    return verdict(faults, `version ${version} in the database; read from the ${first.source}, then from the cache`);
  },
};

function tell(told: Told | undefined): string {
  return told === undefined ? 'no such region' : `playerCount ${told.players}, version ${told.version}`;
}

async function read(context: InsideContext, from: Endpoint): Promise<Told & { source: string }> {
  const found = await call<{ playerCount: string; version: string; source: string }>(context, from, { path });
  return { players: found.playerCount, version: found.version, source: found.source };
}

async function inDatabase(context: InsideContext): Promise<Told | undefined> {
  const lb = context.endpoint('cockroach-lb', 'sql');
  return await withDatabase(lb, context.login('app'), async (client) => {
    const { rows } = await client.query<{ player_count: string; version: string }>(sql.selectRegion, [region]);
    return rows[0] && { players: rows[0].player_count, version: rows[0].version };
  });
}

async function call<T>(context: InsideContext, to: Endpoint, request: HttpRequest): Promise<T> {
  const headers = bearer(context.password('state-token'));
  const { status, body } = await ask(to, context.trust, { ...request, headers });
  if (status !== 200)
    throw new Error(`${request.method ?? 'GET'} ${path} at ${to.host} answered ${status} ${body.slice(0, 200)}`);
  return JSON.parse(body) as T;
}

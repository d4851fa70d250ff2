import { database } from '../../../templates/sql/bootstrap.js';
import type { Endpoint } from '../../endpoints.js';
import type { InsideContext } from '../../inside-context.js';
import { sqlState, withDatabase } from '../../probes/database.js';
import { startSession } from '../../probes/postgres-startup.js';
import { openTls } from '../../probes/tls.js';
import { refusesLogins, wrongPassword } from './refused-logins.js';

/** Invalid authorization, wrong password; PgBouncer says protocol violation to users that it does not know. */
const refusals = ['28000', '28P01', '08P01'];

async function letsIn(
  endpoint: Endpoint,
  { trust }: InsideContext,
  user: string,
  name: string,
): Promise<string | undefined> {
  try {
    await withDatabase(endpoint, { ...trust, user, database: name, password: wrongPassword }, async () => undefined);
    return `lets ${user} in with a wrong password`;
  } catch (error) {
    const state = sqlState(error);
    if (state === undefined || !refusals.includes(state)) throw error;
  }
  const socket = await openTls(endpoint, trust);
  const wants = await startSession(socket, { user, database: name }).finally(() => socket.destroy());
  return wants === 'nothing' ? `lets ${user} in without a password` : undefined;
}

export const databaseRefuses = refusesLogins({
  tier: 'cockroach',
  port: 'sql',
  refused: 'app, app_readonly and root with a wrong password, and without one',
  fault: async (endpoint, context) => {
    for (const user of ['app', 'app_readonly', 'root']) {
      const fault = await letsIn(endpoint, context, user, database);
      if (fault !== undefined) return fault;
    }
    return undefined;
  },
});

export const pgbouncerRefuses = refusesLogins({
  tier: 'pgbouncer',
  port: 'sql',
  refused: "app, and the console's users, with a wrong password, and without one",
  fault: async (endpoint, context) =>
    (await letsIn(endpoint, context, 'app', database)) ??
    (await letsIn(endpoint, context, context.config.users.pgbouncerStats, 'pgbouncer')) ??
    (await letsIn(endpoint, context, 'pgbouncer', 'pgbouncer')),
});

import type { InsideContext } from './inside-context.js';
import type { DatabaseLogin } from './probes/database.js';

/** The login to PgBouncer's console as the user who may only look. */
export function pgbouncerConsole(context: InsideContext): DatabaseLogin {
  return {
    ...context.trust,
    user: context.config.users.pgbouncerStats,
    database: 'pgbouncer',
    password: context.password('pgbouncer-stats'),
  };
}

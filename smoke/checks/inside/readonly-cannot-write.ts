import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { allowedStatements } from '../../probes/refused-statements.js';
import { sql } from '../../sql.js';

/** The read-only role reads, and writes nothing. */
export const readonlyCannotWrite: InsideCheck = {
  name: 'the read-only role cannot write',
  tier: 'cockroach',
  vantage: 'inside',
  run: async (context) => {
    const statements = { INSERT: sql.insertNothing, UPDATE: sql.updateNothing, DELETE: sql.deleteNothing };
    const allowed = await withDatabase(
      context.endpoint('cockroach', 'sql'),
      context.login('app_readonly'),
      async (client) => {
        await client.query(sql.readNothing);
        return await allowedStatements(client, statements);
      },
    );
    const faults = allowed.map((what) => `app_readonly may ${what}: REVOKE ${what} ON regions FROM it`);
    return verdict(faults, `SELECT is allowed; refused: ${Object.keys(statements).join(', ')}`);
  },
};

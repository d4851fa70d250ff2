import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { allowedStatements } from '../../probes/refused-statements.js';
import { sql } from '../../sql.js';

/** The app's role reads and writes rows, and nothing more. */
export const appCannotChangeSchema: InsideCheck = {
  name: "the app's role cannot change the schema",
  tier: 'cockroach',
  vantage: 'inside',
  run: async (context) => {
    const statements = {
      'drop a table': sql.dropTable,
      'truncate a table': sql.truncateTable,
      'alter a table': sql.alterTable,
      'create a table': sql.createTable,
      'create an index': sql.createIndex,
    };
    const allowed = await withDatabase(
      context.endpoint('cockroach', 'sql'),
      context.login('app'),
      async (client) => await allowedStatements(client, statements),
    );
    const faults = allowed.map(
      (what) => `app may ${what}: REVOKE what it was granted, or give the table back to migrator`,
    );
    return verdict(faults, `refused to app: ${Object.keys(statements).join(', ')}`);
  },
};

import { StateError } from '../errors.js';
import type { Database, Statement } from './database.js';

export const roleStatement: Statement = {
  label: 'role.settings',
  text: `SELECT name, setting, version() AS server FROM pg_settings
WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'default_transaction_isolation')`,
};

/**
 * Reads what the role's defaults make of a session, since PgBouncer drops startup parameters. Throws when statements may run longer than
 * `statementTimeoutMs`: a commit could then come after its announcement has run out.
 */
export async function checkRole(database: Database, user: string): Promise<void> {
  const rows = await database.run(roleStatement, []);
  const settings = new Map(rows.map((row) => [row['name'] as string, String(row['setting'])]));
  const timeout = Number(settings.get('statement_timeout'));
  const limit = database.statementTimeoutMs;
  if (!(timeout > 0 && timeout <= limit))
    throw new StateError(
      'ROLE_SETTINGS',
      `statement_timeout of role ${user} must be 1 to ${limit} ms, found ${settings.get('statement_timeout') ?? 'nothing'}: ALTER ROLE ${user} SET statement_timeout = '${limit}ms'`,
    );
  database.followers = /CockroachDB/.test(String(rows[0]?.['server']));
  database.locked = settings.get('default_transaction_isolation')?.toLowerCase() !== 'serializable';
}

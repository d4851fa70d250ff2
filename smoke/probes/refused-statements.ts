import type { Client } from 'pg';
import { sqlState } from './database.js';

const insufficientPrivilege = '42501';

/**
 * Which statements this session's role has the privilege for, by name. Each must be one that cannot change anything: it fails for
 * another reason, or touches no row.
 */
export async function allowedStatements(
  client: Client,
  statements: Readonly<Record<string, string>>,
): Promise<string[]> {
  const allowed: string[] = [];
  for (const [what, statement] of Object.entries(statements)) {
    try {
      await client.query(statement);
      allowed.push(what);
    } catch (error) {
      const state = sqlState(error);
      if (state === undefined) throw error;
      if (state !== insufficientPrivilege) allowed.push(what);
    }
  }
  return allowed;
}

import { withDatabase } from './probes/database.js';
import type { InsideContext } from './inside-context.js';
import { skipped, type Outcome } from './outcome.js';
import { sql } from './sql.js';

export const standInName = 'PostgreSQL stand-in for CockroachDB';

/** Skips a check of what only CockroachDB has when the database is the stand-in, by what the database says of itself. */
export async function onCockroach(
  context: InsideContext,
  lacks: string,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const node = context.endpoint('cockroach', 'sql');
  const { rows } = await withDatabase(node, context.monitor, async (client) => await client.query(sql.version));
  const [{ version = '' } = {}] = rows as { version?: string }[];
  return version.startsWith('CockroachDB') ? await run() : skipped(`${standInName}: it has no ${lacks}`);
}

import { randomInt } from 'node:crypto';
import type { InsideCheck } from '../../inside-context.js';
import { failed, passed, skipped } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { sql } from '../../sql.js';

/** Never read through the app, so that deleting its row leaves nothing stale in the cache. */
const corner = '9223372036854775806';
const region = `${corner}_${corner}_${corner}`;

/** What is written through one node is read through another. */
export const nodesAreOneDatabase: InsideCheck = {
  name: 'a write through the first node is read through the last',
  tier: 'cockroach',
  vantage: 'inside',
  run: async (context) => {
    const nodes = context.endpoints('cockroach', 'sql');
    const [first, last] = [nodes[0], nodes.at(-1)];
    if (first === undefined || last === undefined || first === last) return skipped('the database has one node');
    const players = String(randomInt(1, 1_000_000));
    return await withDatabase(first, context.login('app'), async (writer) => {
      await writer.query(sql.deleteRegion, [region]);
      await writer.query(sql.insertRegion, [region, corner, corner, corner, players]);
      try {
        const found = await withDatabase(last, context.login('app'), async (reader) => {
          const { rows } = await reader.query<{ player_count: string }>(sql.selectRegion, [region]);
          return rows[0]?.player_count;
        });
        return found === players
          ? passed(`${first.host} and ${last.host} tell the same`)
          : failed(`${last.host} reads ${found ?? 'nothing'}, ${first.host} wrote ${players}: are they one cluster?`);
      } finally {
        await writer.query(sql.deleteRegion, [region]);
      }
    });
  },
};

import type { Client } from 'pg';
import type { InsideCheck, InsideContext } from '../../inside-context.js';
import { failed, passed } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { sql } from '../../sql.js';

/**
 * A named statement that a client prepared once runs on a server connection that never saw it. If the second run gets the
 * connection of the first, it is forced onto another: transactions of other clients hold connections until one holds that one.
 */
export const preparedStatement: InsideCheck = {
  name: 'a prepared statement runs over two server connections',
  tier: 'pgbouncer',
  vantage: 'inside',
  run: async (context) =>
    await session(context, async (client) => {
      const first = await execute(client, 1);
      const next = await execute(client, 2);
      if (next !== first) return passed(`server connections ${first} and ${next}`);
      return await whileHeld(context, first, context.config.poolSize, async () => {
        const second = await execute(client, 3);
        return second === first
          ? failed(`both runs used server connection ${first}, though another client holds it`)
          : passed(`server connections ${first} and ${second}`);
      });
    }),
};

async function session<T>(context: InsideContext, use: (client: Client) => Promise<T>): Promise<T> {
  return await withDatabase(context.endpoint('pgbouncer', 'sql'), context.login('app'), use);
}

/** Runs the statement by its name and gives the server connection that it ran on. */
async function execute(client: Client, answer: number): Promise<string> {
  const { rows } = await client.query<{ connection: string; answer: string }>({
    name: 'smoke_connection',
    text: sql.connection,
    values: [answer],
  });
  if (rows[0]?.answer !== String(answer))
    throw new Error(`the statement gave ${rows[0]?.answer ?? 'nothing'}, not ${answer}`);
  return rows[0].connection;
}

/** Does something while a transaction of another client holds this server connection. */
async function whileHeld<T>(
  context: InsideContext,
  connection: string,
  clients: number,
  use: () => Promise<T>,
): Promise<T> {
  if (clients === 0) throw new Error(`no client got server connection ${connection} again: is the pool crowded?`);
  return await session(context, async (holder) => {
    await holder.query(sql.begin);
    const held = await execute(holder, 0);
    return held === connection ? await use() : await whileHeld(context, connection, clients - 1, use);
  });
}

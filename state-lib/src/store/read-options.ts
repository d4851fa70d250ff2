import type { CallOptions, Database, Rows, Statement, Values } from '../database/database.js';
import { Aborted, InvalidInput } from '../errors.js';
import { orLeave } from './leave.js';

export interface ReadOptions extends CallOptions {
  /**
   * How old the answer may be, in milliseconds: every write that was acknowledged so long before the call is in it. Then a copy of this
   * process may answer without asking anyone, and, from `followerMs` on, what always asks the database may ask a replica nearby.
   * Default 0: every write that was acknowledged before the call.
   */
  readonly staleMs?: number | undefined;
}

/** Least staleness that follower reads need: they are 4.5 s behind, and clocks may differ by 0.5 s. */
export const followerMs = 5_000;

/** Throws InvalidInput unless it is a number from 0. */
export function checkStaleness(staleMs: number): void {
  if (!(staleMs >= 0)) throw new InvalidInput(`staleMs must be a number of milliseconds from 0, got ${staleMs}`);
}

/**
 * The statement on the nearest replica, a while ago. For CockroachDB only, whose replicas are 4.2 s behind by default. The time is fixed
 * rather than `follower_read_timestamp()`, which a cluster's settings move beyond what the caller allows; where replicas are further
 * behind, the leaseholder answers.
 */
export function asFollower({ label, text }: Statement): Statement {
  const bounded = text.includes(') AS b WHERE ');
  const where = bounded ? text.lastIndexOf(' WHERE ') : text.indexOf(' WHERE ');
  const at = where < 0 ? text.length : where;
  const clause = " AS OF SYSTEM TIME '-4.5s'";
  return { label: `${label}.follower`, text: `${text.slice(0, at)}${clause}${text.slice(at)}` };
}

/** Runs a read that passes by the cache; on a follower where the call allows it and the database has any. */
export async function readDirectly(
  database: Pick<Database, 'run' | 'followers'>,
  statement: Statement,
  values: Values,
  { signal, staleMs = 0 }: ReadOptions,
): Promise<Rows> {
  checkStaleness(staleMs);
  if (signal?.aborted === true) throw new Aborted(signal.reason);
  const isFollower = staleMs >= followerMs && database.followers;
  return await orLeave(database.run(isFollower ? asFollower(statement) : statement, values, { signal }), signal);
}

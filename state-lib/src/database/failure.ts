import { DatabaseError } from 'pg';
import { ConnectionLost, Contended, StateError } from '../errors.js';

/** What an error of the database says about the work that was sent. */
export type Verdict =
  /** It was rolled back; the same work may be tried again. */
  | 'retry'
  /** It was rolled back, and the connection's prepared statements are of no use any more. */
  | 'reconnect'
  /** It was rolled back; trying again gives the same. */
  | 'refused'
  /** It may have been committed, now or in a moment. */
  | 'unknown';

const retryable = new Set(['40001', '40P01', 'CR000']);
const timedOut = '57014';
const stalePlan = new Set(['0A000', '26000', '42P05']);

/** Judges an error of a call to the database; the library's own errors come from before anything was sent. */
export function judge(error: unknown): Verdict {
  if (error instanceof ConnectionLost) return 'unknown';
  if (error instanceof StateError) return 'refused';
  if (!(error instanceof DatabaseError) || error.code === undefined) return 'unknown';
  if (retryable.has(error.code)) return 'retry';
  // What a write statement makes of a row that another transaction has just created: see `unseen` in write-statements.ts.
  if (error.code === '23502' && /"version"/.test(error.message)) return 'retry';
  if (stalePlan.has(error.code)) return 'reconnect';
  // CockroachDB's statement timeout takes the place of every other error, an ambiguous commit's included, and even of a success.
  if (error.code === timedOut) return 'unknown';
  if (error.code === '40003' || error.code.startsWith('08') || error.code.startsWith('57P')) return 'unknown';
  return 'refused';
}

/** The error of a statement as callers get it: a lost connection has a name of its own. */
export function named(error: unknown): unknown {
  const isTimeout = error instanceof DatabaseError && error.code === timedOut;
  return judge(error) === 'unknown' && !isTimeout ? new ConnectionLost(error) : error;
}

/** What a caller gets when every try was rolled back for another transaction's sake. */
export function contended(tries: number, cause: unknown): Contended {
  return new Contended(`rolled back ${tries} times for the sake of other transactions`, { cause });
}

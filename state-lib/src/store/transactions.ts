import type { PoolClient } from 'pg';
import type { Announcement, GuardedWrites } from '../coherence/guarded-write.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CallOptions, Database } from '../database/database.js';
import { contended, judge, named } from '../database/failure.js';
import { backOff } from '../database/pause.js';
import { GuardLost, Transaction } from './transaction.js';
import { guardQuery } from './write-statements.js';

export interface TransactionOptions extends CallOptions {
  /** Default `serializable`. */
  readonly isolation?: 'serializable' | 'read committed' | undefined;
}

export const guardStatements = {
  serializable: { label: 'epoch.guard', text: guardQuery(false) },
  'read committed': { label: 'epoch.guard', text: guardQuery(true) },
} as const;

const tries = 10;
const longAfter = '9999-12-31T00:00:00Z';

/** Runs functions in transactions whose writes are announced just before they are committed. */
export class Transactions {
  constructor(
    private readonly database: Database,
    private readonly writes: GuardedWrites,
    private readonly watch: EpochWatch,
  ) {}

  /**
   * Runs `work` in one transaction; runs it again when the database rolled it back for another's sake, so it must have no other effects.
   * Throws AmbiguousWrite when it is unknown whether it was committed.
   */
  async run<T>(work: (transaction: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#once(work, options);
      } catch (error) {
        const again = error instanceof GuardLost || ['retry', 'reconnect'].includes(judge(error));
        if (!again) throw error;
        if (attempt >= tries) throw error instanceof GuardLost ? this.writes.unstable() : contended(attempt, error);
        if (error instanceof GuardLost) await this.watch.refresh();
        await backOff(attempt, options.signal);
      }
  }

  async #once<T>(work: (transaction: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
    const isolation = options.isolation ?? 'serializable';
    const { announced, result } = await this.database.hold(async (client) => {
      await this.#begin(client, isolation);
      const guard = { ...this.watch.guard(), deadline: longAfter };
      // A role below serializable is not tracked by a serializable transaction, which must then lock what it checks too.
      const locked = this.database.locked || isolation !== 'serializable';
      const transaction = new Transaction(this.database, client, guard, locked);
      let done: T;
      try {
        done = await work(transaction);
      } catch (error) {
        // A connection whose ROLLBACK fails is destroyed by `hold`, which rolls back too; what counts is the first error.
        if (judge(error) !== 'unknown') await client.query('ROLLBACK').catch(() => {});
        throw error;
      }
      return { result: done, announced: await this.#commit(client, transaction, locked) };
    }, options);
    if (announced !== undefined) await this.writes.committed(announced);
    return result;
  }

  async #begin(client: PoolClient, isolation: string): Promise<void> {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation.toUpperCase()}`);
    // What bounds the time between the last check of the guard and the commit, should this process or its connection stall.
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${this.database.statementTimeoutMs}ms'`);
  }

  async #commit(client: PoolClient, { touched }: Transaction, locked: boolean): Promise<Announcement | undefined> {
    if (touched.size === 0) {
      await client.query('COMMIT').catch((error: unknown) => {
        throw named(error);
      });
      return undefined;
    }
    const announced = await this.writes.announce([...touched]);
    try {
      const { generation, deadline } = announced.guard;
      const held = await this.database.on(client, guardStatements[locked ? 'read committed' : 'serializable'], [
        generation,
        deadline,
      ]);
      if (held.length === 0) {
        await client.query('ROLLBACK').catch(() => {});
        throw new GuardLost();
      }
    } catch (error) {
      // Nothing was asked to be committed yet, whatever the error is.
      this.writes.rolledBack(announced);
      throw error;
    }
    try {
      await client.query('COMMIT');
      return announced;
    } catch (error) {
      if (judge(error) === 'unknown') throw await this.writes.unknown(announced, error);
      this.writes.rolledBack(announced);
      throw error;
    }
  }
}

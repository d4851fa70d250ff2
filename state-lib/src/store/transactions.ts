import type { PoolClient } from 'pg';
import type { Announcement, GuardedWrites } from '../coherence/guarded-write.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CallOptions, Database, Statement } from '../database/database.js';
import { contended, judge, named } from '../database/failure.js';
import { backOff } from '../database/pause.js';
import { GuardLost, Transaction } from './transaction.js';
import type { WriteBudget } from './write-budget.js';
import { guardQuery } from './write-statements.js';

export interface TransactionOptions extends CallOptions {
  /** Default `serializable`. */
  readonly isolation?: 'serializable' | 'read committed' | undefined;
}

/** What a caller does in a transaction. */
export type Work<T> = (transaction: Transaction) => Promise<T>;

/** What came of a transaction that was rolled back. */
export interface Rehearsed<T> {
  readonly result: T;
  /** Cache keys that would be announced. */
  readonly touched: ReadonlySet<string>;
}

interface Begun {
  readonly transaction: Transaction;
  /** The last check of the guard. */
  readonly check: Statement;
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
    private readonly budget: Pick<WriteBudget, 'spend'>,
  ) {}

  /**
   * Runs `work` in one transaction; runs it again when the database rolled it back for another's sake, so it must have no other effects.
   * Throws AmbiguousWrite when it is unknown whether it was committed.
   */
  async run<T>(work: Work<T>, options: TransactionOptions = {}): Promise<T> {
    return await this.#again(async () => await this.#once(work, options), options);
  }

  /** Runs `work` in a transaction that is rolled back. `on` runs the statements; gives the cache keys that would be announced too. */
  async rehearse<T>(work: Work<T>, options: TransactionOptions, on: Database['on']): Promise<Rehearsed<T>> {
    return await this.#again(async () => await this.#rehearseOnce(work, options, on), options);
  }

  async #again<T>(attempted: () => Promise<T>, { signal }: TransactionOptions): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await attempted();
      } catch (error) {
        const again = error instanceof GuardLost || ['retry', 'reconnect'].includes(judge(error));
        if (!again) throw error;
        if (attempt >= tries) throw error instanceof GuardLost ? this.writes.unstable() : contended(attempt, error);
        if (error instanceof GuardLost) await this.watch.refresh();
        await backOff(attempt, signal);
      }
  }

  async #once<T>(work: Work<T>, options: TransactionOptions): Promise<T> {
    const { announced, result } = await this.database.hold(async (client) => {
      const { transaction, check } = await this.#begin(client, options, this.database);
      const done = await this.#work(client, transaction, work);
      return { result: done, announced: await this.#commit(client, transaction, check) };
    }, options);
    if (announced !== undefined) await this.writes.committed(announced);
    return result;
  }

  async #rehearseOnce<T>(work: Work<T>, options: TransactionOptions, on: Database['on']): Promise<Rehearsed<T>> {
    return await this.database.hold(async (client) => {
      const { transaction, check } = await this.#begin(client, options, { on });
      const result = await this.#work(client, transaction, work);
      const { touched } = transaction;
      if (touched.size > 0) await on(client, check, [this.watch.guard().generation, longAfter]);
      await this.database.command(client, 'ROLLBACK').catch((error: unknown) => {
        throw named(error);
      });
      return { result, touched };
    }, options);
  }

  async #begin(
    client: PoolClient,
    { isolation = 'serializable' }: TransactionOptions,
    by: Pick<Database, 'on'>,
  ): Promise<Begun> {
    await this.database.command(client, `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()}`);
    // What bounds the time between the last check of the guard and the commit, should this process or its connection stall.
    await this.database.command(
      client,
      `SET LOCAL idle_in_transaction_session_timeout = '${this.database.statementTimeoutMs}ms'`,
    );
    const guard = { ...this.watch.guard(), deadline: longAfter };
    // A role below serializable is not tracked by a serializable transaction, which must then lock what it checks too.
    const locked = this.database.locked || isolation !== 'serializable';
    return {
      transaction: new Transaction(by, this.budget, client, guard, locked),
      check: guardStatements[locked ? 'read committed' : 'serializable'],
    };
  }

  async #work<T>(client: PoolClient, transaction: Transaction, work: Work<T>): Promise<T> {
    try {
      const result = await work(transaction);
      await transaction.end();
      return result;
    } catch (error) {
      await transaction.end();
      // A connection whose ROLLBACK fails is destroyed by `hold`, which rolls back too; what counts is the first error.
      if (judge(error) !== 'unknown') await this.database.command(client, 'ROLLBACK').catch(() => {});
      throw error;
    }
  }

  async #commit(client: PoolClient, { touched }: Transaction, check: Statement): Promise<Announcement | undefined> {
    if (touched.size === 0) {
      await this.database.command(client, 'COMMIT').catch((error: unknown) => {
        throw named(error);
      });
      return undefined;
    }
    const announced = await this.writes.announce([...touched]);
    try {
      const { generation, deadline } = announced.guard;
      const held = await this.database.on(client, check, [generation, deadline]);
      if (held.length === 0) {
        await this.database.command(client, 'ROLLBACK').catch(() => {});
        throw new GuardLost();
      }
    } catch (error) {
      // Nothing was asked to be committed yet, whatever the error is.
      this.writes.rolledBack(announced);
      throw error;
    }
    try {
      await this.database.command(client, 'COMMIT');
      return announced;
    } catch (error) {
      if (judge(error) === 'unknown') throw await this.writes.unknown(announced, error);
      this.writes.rolledBack(announced);
      throw error;
    }
  }
}

import type { Database, Rows, Statement, Values } from '../database/database.js';
import type { Guard } from '../coherence/epoch-watch.js';
import { cacheKey } from './source.js';
import type { Found, Source } from './source.js';
import type { StoreParts } from './table-store.js';
import type { TransactionOptions, Transactions, Work } from './transactions.js';

/** What a call would do. */
export interface Explanation {
  /** Keys of the cache that it reads, or announces and drops. */
  readonly keys: readonly string[];
  /** Statements that it sends when the cache holds none of the keys, each once. */
  readonly statements: readonly ExplainedStatement[];
}

export interface ExplainedStatement extends Statement {
  /** The database's own EXPLAIN, a line each, for the values of its first use. */
  readonly plan: readonly string[];
}

/** Ends a call before it writes. */
const beforeWriting = Symbol('before writing');

/** One who waits for a value of a source. */
interface Waiting {
  readonly source: Source<unknown>;
  readonly id: string;
  readonly resolve: (found: Found<never>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs calls past the cache, with the plan of each statement; nothing is written. What is read is read indeed, since what a call does next
 * depends on it: reads of one tick by one statement, as they would be. A transaction writes for the same reason, and is rolled back.
 */
export class Explainer {
  readonly #keys = new Set<string>();
  readonly #plans = new Map<string, Promise<ExplainedStatement>>();
  #waiting: Waiting[] = [];
  readonly parts: StoreParts;

  constructor(
    private readonly database: Database,
    { ttlMs }: Pick<StoreParts, 'ttlMs'>,
    guard: () => Guard,
    private readonly transactions: Pick<Transactions, 'rehearse'>,
  ) {
    const run = async (statement: Statement, values: Values): Promise<Rows> => await this.#run(statement, values);
    const { locked, followers } = database;
    this.parts = {
      database: { run, locked, followers },
      reader: {
        get: async (source, id) => (await this.#find(source, id)).value,
        getMany: async (source, ids) => await Promise.all(ids.map(async (id) => (await this.#find(source, id)).value)),
        find: async (source, id) => await this.#find(source, id),
      },
      writes: {
        run: async (keys, write) => {
          for (const key of keys) this.#keys.add(key);
          return (await write({ guard: guard(), keys, writer: '', previous: new Map() })) as never;
        },
      },
      budget: { spend: async (_, write) => await write() },
      ttlMs,
    };
  }

  /** Explains a call on stores that are made of `parts`. Throws what the call throws. */
  async explain(call: () => Promise<unknown>): Promise<Explanation> {
    try {
      await call();
    } catch (error) {
      if (error !== beforeWriting) throw error;
    }
    return { keys: [...this.#keys], statements: await Promise.all(this.#plans.values()) };
  }

  /** Runs a transaction to its end, with the plan of each statement, and rolls it back; gives what `work` gave. */
  async transaction<T>(work: Work<T>, options: TransactionOptions = {}): Promise<T> {
    const on: Database['on'] = async (client, statement, values) => {
      await this.#planned(statement, async (explain) => await this.database.on(client, explain, values));
      return await this.database.on(client, statement, values);
    };
    const { result, touched } = await this.transactions.rehearse(work, options, on);
    for (const key of touched) this.#keys.add(key);
    return result;
  }

  async #find<V>(source: Source<V>, id: string): Promise<Found<V>> {
    const one = source.id(id);
    this.#keys.add(cacheKey(source.name, one));
    return await new Promise((resolve, reject) => {
      const waiting = { source: source as Source<unknown>, id: one, resolve, reject };
      if (this.#waiting.push(waiting) === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (const source of new Set(all.map((waiting) => waiting.source)))
      void load(
        source,
        all.filter((waiting) => waiting.source === source),
      );
  }

  async #run(statement: Statement, values: Values): Promise<Rows> {
    await this.#planned(statement, async (explain) => await this.database.run(explain, values));
    if ('kind' in statement) throw beforeWriting;
    return await this.database.run(statement, values);
  }

  async #planned(statement: Statement, explained: (explain: Statement) => Promise<Rows>): Promise<void> {
    const { text } = statement;
    let plan = this.#plans.get(text);
    if (plan === undefined) {
      this.#plans.set(text, (plan = planOf(statement, explained)));
      // A transaction that is tried again plans again.
      plan.catch(() => this.#plans.delete(text));
    }
    await plan;
  }
}

async function planOf(
  { label, text }: Statement,
  explained: (explain: Statement) => Promise<Rows>,
): Promise<ExplainedStatement> {
  const rows = await explained({ label: 'explain', text: `EXPLAIN ${text}` });
  return { label, text, plan: rows.map((row) => String(Object.values(row)[0])) };
}

/** Loads what those who wait for a source wait for. */
async function load(source: Source<unknown>, waiting: readonly Waiting[]): Promise<void> {
  const ids = [...new Set(waiting.map(({ id }) => id))];
  try {
    const values = await source.load(ids);
    const found = new Map(ids.map((id, index) => [id, values[index]]));
    for (const { id, resolve } of waiting) resolve({ value: found.get(id) as never, from: 'database' });
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}

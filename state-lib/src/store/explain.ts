import type { Database, Rows, Statement, Values } from '../database/database.js';
import type { Guard } from '../coherence/epoch-watch.js';
import { cacheKey } from './source.js';
import type { Found, Source } from './source.js';
import type { StoreParts } from './table-store.js';

/** What a call would do. */
export interface Explanation {
  /** Keys of the cache that it reads, or announces and drops. */
  readonly keys: readonly string[];
  /** Statements that it sends when the cache holds none of the keys. */
  readonly statements: readonly ExplainedStatement[];
}

export interface ExplainedStatement extends Statement {
  /** The database's own EXPLAIN, a line each. */
  readonly plan: readonly string[];
}

/** Ends a call before it writes. */
const beforeWriting = Symbol('before writing');

/** Runs calls past the cache, with the plan of each statement; nothing is written. */
export class Explainer {
  readonly #keys = new Set<string>();
  readonly #statements: ExplainedStatement[] = [];
  readonly parts: StoreParts;

  constructor(
    private readonly database: Database,
    { ttlMs }: Pick<StoreParts, 'ttlMs'>,
    guard: () => Guard,
  ) {
    const run = async (statement: Statement, values: Values): Promise<Rows> => await this.#run(statement, values);
    const { locked, followers } = database;
    this.parts = {
      database: { run, locked, followers },
      reader: {
        get: async (source, id) => (await this.#find(source, id)).value,
        find: async (source, id) => await this.#find(source, id),
      },
      writes: {
        run: async (keys, write) => {
          for (const key of keys) this.#keys.add(key);
          return (await write(guard())) as never;
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
    return { keys: [...this.#keys], statements: this.#statements };
  }

  async #find<V>(source: Source<V>, id: string): Promise<Found<V>> {
    const one = source.id(id);
    this.#keys.add(cacheKey(source.name, one));
    const [value] = await source.load([one]);
    return { value: value as V, from: 'database' };
  }

  async #run(statement: Statement, values: Values): Promise<Rows> {
    const { label, text } = statement;
    if (!this.#statements.some((known) => known.text === text)) {
      const rows = await this.database.run({ label: 'explain', text: `EXPLAIN ${text}` }, values);
      this.#statements.push({ label, text, plan: rows.map((row) => String(Object.values(row)[0])) });
    }
    if ('kind' in statement) throw beforeWriting;
    return await this.database.run(statement, values);
  }
}

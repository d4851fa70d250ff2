import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Admission } from './admission.js';
import { connections } from './connections.js';
import { contended, judge, named } from './failure.js';
import { isLoginRefused, Passwords } from './passwords.js';
import { backOff, pause } from './pause.js';
import type { DatabaseSettings } from './settings.js';
import { Drain } from '../drain.js';
import { DatabaseUnreachable, RowUnreadable } from '../errors.js';
import type { Observer } from '../observer.js';
import { RowQuery } from './row-query.js';
import type { RowDecoder } from './row-query.js';
import { columnTypes, parameter } from './texts.js';

/** Values of a statement; arrays become SQL arrays. */
export type Values = readonly unknown[];
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** A statement with a name for metrics and logs; its text is prepared once on each connection. */
export interface Statement {
  readonly label: string;
  readonly text: string;
  /** Makes each row of its bytes, which takes less time; parameters must be texts. */
  readonly decode?: RowDecoder | undefined;
}

export interface CallOptions {
  /** Gives up waiting; a statement that was sent already runs on. */
  readonly signal?: AbortSignal | undefined;
}

/** Connections to the database, and calls that want one. */
export interface PoolStats {
  /** Calls that hold a connection, or open one. */
  readonly active: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
  /** Open connections. */
  readonly size: number;
  /** Open connections that nobody uses. */
  readonly idle: number;
  /** Most connections. */
  readonly limit: number;
}

const preparedNames = new Map<string, string>();

function preparedName(text: string): string {
  let name = preparedNames.get(text);
  if (name === undefined) {
    name = `ps_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    preparedNames.set(text, name);
  }
  return name;
}

/** What pg's own queries are given; its types leave the time out. */
interface TimedQuery extends pg.QueryConfig {
  readonly query_timeout: number;
}

async function send(client: pg.ClientBase, statement: Statement, values: unknown[], silenceMs: number): Promise<Rows> {
  const { text, decode } = statement;
  const name = preparedName(text);
  if (decode === undefined) {
    const query: TimedQuery = { name, text, values, types: columnTypes, query_timeout: silenceMs };
    return (await client.query<Record<string, unknown>>(query)).rows;
  }
  return await new Promise((resolve, reject) => {
    const callback = (error: unknown, rows?: readonly unknown[]): void => {
      if (rows === undefined) reject(error);
      else resolve(rows as Rows);
    };
    // A write has been done by then, so that its error must not pass for a refusal.
    const unreadable = (error: unknown): unknown =>
      'kind' in statement ? error : new RowUnreadable(statement.label, error);
    client.query(new RowQuery(name, text, values, decode, silenceMs, unreadable, callback));
  });
}

/** A pooler that restarts refuses connections for 0.7 s (seen); nothing was sent, so that it is safe to try again. */
const refusedPatienceMs = 1_000;

/** Runs statements on a bounded pool. */
export class Database {
  readonly admission: Admission;
  readonly statementTimeoutMs: number;
  /** Whether the role's default isolation is below serializable, so that statements lock what they check. */
  locked = false;
  /** Whether it has followers to read from: CockroachDB has, PostgreSQL, its stand-in, has not. */
  followers = false;
  readonly #pool: pg.Pool;
  readonly #passwords: Passwords;
  readonly #tries: number;
  readonly #observer: Observer;
  readonly #calls = new Drain();
  /** For a server that says nothing at all; whatever answers keeps to the role's `statement_timeout`. */
  readonly #silenceMs: number;

  constructor(settings: DatabaseSettings, observer: Observer, name = 'state-lib') {
    const size = settings.poolSize ?? 10;
    this.#passwords = new Passwords(settings.password);
    this.#pool = connections(settings, this.#passwords, size, name);
    this.#tries = settings.tries ?? 10;
    this.#observer = observer;
    this.statementTimeoutMs = settings.statementTimeoutMs ?? 5_000;
    this.#silenceMs = settings.silenceMs ?? this.statementTimeoutMs + 2_000;
    this.admission = new Admission(size, settings.waitingLimit ?? size * 50, () => observer.shed());
  }

  get pool(): PoolStats {
    const { active, waiting, running } = this.admission;
    return { active, waiting, size: this.#pool.totalCount, idle: this.#pool.idleCount, limit: running };
  }

  /**
   * Runs one statement in a transaction of its own and retries it while the database says that it was rolled back for another's
   * sake. Other errors are pg's own; `judge` tells what they mean for a write. Throws Overloaded before anything is sent.
   */
  async run(statement: Statement, values: Values, options: CallOptions = {}): Promise<Rows> {
    return await this.#calls.run(async () => await this.#run(statement, values, options));
  }

  async #run(statement: Statement, values: Values, options: CallOptions): Promise<Rows> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(statement, values, options);
      } catch (error) {
        const verdict = judge(error);
        const again = verdict === 'retry' || (verdict === 'reconnect' && attempt < 3);
        if (!again) throw error;
        if (attempt >= this.#tries) throw contended(attempt, error);
        this.#observer.retried(statement.label);
        await backOff(attempt, options.signal);
      }
    }
  }

  /** Holds one connection for `work`, such as a transaction; destroys it when `work` throws. */
  async hold<T>(work: (client: pg.PoolClient) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return await this.#calls.run(async () => await this.#hold(work, options));
  }

  async #hold<T>(work: (client: pg.PoolClient) => Promise<T>, options: CallOptions): Promise<T> {
    await this.admission.enter(options.signal);
    try {
      const client = await this.#connect(options);
      let failed = true;
      try {
        const result = await work(client);
        failed = false;
        return result;
      } finally {
        client.release(failed);
      }
    } finally {
      this.admission.leave();
    }
  }

  /** Runs a command that gives nothing on a held connection, such as COMMIT. Throws pg's own errors. */
  async command(client: pg.ClientBase, text: string): Promise<void> {
    const query: TimedQuery = { text, query_timeout: this.#silenceMs };
    await client.query(query);
  }

  /** Runs one statement on a held connection and measures it. */
  async on(client: pg.ClientBase, statement: Statement, values: Values): Promise<Rows> {
    const start = performance.now();
    try {
      const rows = await send(client, statement, values.map(parameter), this.#silenceMs);
      this.#observer.queried(statement, performance.now() - start, undefined);
      return rows;
    } catch (error) {
      this.#observer.queried(statement, performance.now() - start, error);
      throw named(error);
    }
  }

  async #once(statement: Statement, values: Values, options: CallOptions): Promise<Rows> {
    await this.admission.enter(options.signal);
    try {
      const client = await this.#connect(options);
      try {
        const rows = await this.on(client, statement, values);
        client.release();
        return rows;
      } catch (error) {
        const verdict = judge(error);
        client.release(verdict === 'unknown' || verdict === 'reconnect');
        throw error;
      }
    } finally {
      this.admission.leave();
    }
  }

  async #connect({ signal }: CallOptions): Promise<pg.PoolClient> {
    const end = performance.now() + refusedPatienceMs;
    for (let logins = 1; ;) {
      const { turn } = this.#passwords;
      try {
        return await this.#pool.connect();
      } catch (error) {
        if (isLoginRefused(error)) {
          const passwords = await this.#passwords.refused(turn);
          if ((logins += 1) <= passwords) continue;
          throw new DatabaseUnreachable(error);
        }
        const refused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        if (!refused || performance.now() > end) throw new DatabaseUnreachable(error);
        await pause(50 + Math.random() * 100, signal);
      }
    }
  }

  /** Waits for what runs, then closes the connections. */
  async end(): Promise<void> {
    await this.#calls.close();
    await this.#pool.end();
  }
}

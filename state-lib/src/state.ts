import { getHeapStatistics } from 'node:v8';
import { RedisCache } from './cache/redis-cache.js';
import type { CacheSettings } from './cache/settings.js';
import { EpochStore } from './coherence/epoch-store.js';
import { EpochWatch } from './coherence/epoch-watch.js';
import { GuardedWrites } from './coherence/guarded-write.js';
import { coherenceTimes } from './coherence/settings.js';
import type { CoherenceSettings } from './coherence/settings.js';
import { Database } from './database/database.js';
import { checkRole } from './database/role.js';
import { Drain } from './drain.js';
import type { DatabaseSettings } from './database/settings.js';
import { silent } from './observer.js';
import type { Observer } from './observer.js';
import type { Columns, Table } from './schema/table.js';
import { counted, noCounts, readStats } from './stats.js';
import type { Stats } from './stats.js';
import { Copies } from './store/copies.js';
import type { ListedTable } from './store/listed-table.js';
import { Reader } from './store/reader.js';
import { Explainer } from './store/explain.js';
import type { Explanation } from './store/explain.js';
import { Entities } from './store/entities.js';
import { Players } from './store/players.js';
import { Reads } from './store/reads.js';
import { Regions } from './store/regions.js';
import type { StoreParts } from './store/table-store.js';
import { Tables } from './store/tables.js';
import type { Transaction } from './store/transaction.js';
import { Transactions } from './store/transactions.js';
import type { TransactionOptions } from './store/transactions.js';
import { WriteBudget } from './store/write-budget.js';
import { pinnedBy, spawnBounds } from './store/spawn.js';
import type { Spawn } from './store/spawn.js';
import { cacheTrusted, warm } from './store/warm.js';
import type { WarmOptions, WarmProgress } from './store/warm.js';
import { timeToLive } from './store/time-to-live.js';
import { traced } from './traced.js';

export interface StateSettings {
  readonly database: DatabaseSettings;
  /** Undefined: every read asks the database, and no write is announced once no other instance has a cache. */
  readonly cache?: CacheSettings | undefined;
  readonly coherence?: CoherenceSettings | undefined;
  readonly observer?: Observer | undefined;
  /** Where players begin: its regions stay in the cache for an hour, and `warm` reads them. */
  readonly spawn?: Spawn | undefined;
}

/** The tables. */
export interface Stores {
  readonly regions: Regions;
  readonly entities: Entities;
  readonly players: Players;
  /** A table of the caller's own, with the same promises; see the example in `examples/`. Throws InvalidInput. */
  table<C extends Columns>(definition: Table<C>): ListedTable<C>;
}

/** What `explain` gives to the call that it explains. */
export interface ExplainedStores extends Stores {
  readonly transaction: State['transaction'];
}

/** The state tier as a game server sees it. */
export interface State extends Stores {
  /**
   * Reads the spawn's regions, what is in them, and active players through the cache, once that is trusted; gives how many. Throws
   * CACHE_UNTRUSTED where none is.
   */
  warm(options?: WarmOptions): Promise<WarmProgress>;
  /**
   * What a call would do: cache keys, each statement once, and their plans by the database. `call` gets stores of its own, on which reads
   * do run, past the cache, and a write ends the call before it is sent. A transaction of theirs runs to its end, holding its locks so
   * long, and is rolled back; its own `query` must then run what the database can explain. Throws what the call throws.
   */
  explain(call: (stores: ExplainedStores) => Promise<unknown>): Promise<Explanation>;
  /** Runs `work` in one transaction across tables; see Transactions.run. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Hits, misses, queries and the pool of this instance, and figures of its Redis; never throws. */
  stats(): Promise<Stats>;
  readonly database: Database;
  readonly cache: RedisCache;
  readonly watch: EpochWatch;
  /** Whether the database answers now. Redis does not count: without it the state is slower, not wrong. */
  ready(): Promise<boolean>;
  /** Refuses new calls (Closed), waits for those under way, then closes every connection. */
  close(): Promise<void>;
}

/** Connects. Throws when the database cannot be reached; without Redis it serves from the database and recovers by itself. */
export async function openState(settings: StateSettings): Promise<State> {
  const counts = noCounts();
  const told = traced(settings.observer ?? silent);
  const observer = counted(told, counts);
  const times = coherenceTimes(settings.coherence ?? {});
  const database = new Database(settings.database, observer);
  const epochSettings = {
    ...settings.database,
    poolSize: 1,
    silenceMs: times.trustMs,
    connectTimeoutMs: times.trustMs,
  };
  // Of its own, so that a crowded pool never costs the trust in the cache, which would crowd it more.
  const epochDatabase = new Database(epochSettings, told, 'state-lib epoch');
  const copyBytes = settings.cache?.copyBytes ?? Math.min(2 ** 27, getHeapStatistics().heap_size_limit / 8);
  const copies = new Copies(settings.cache === undefined ? 0 : copyBytes);
  const cache = new RedisCache(settings.cache ?? { sentinels: [] }, observer, (key) => copies.changed(key));
  const watch = new EpochWatch(new EpochStore(epochDatabase), cache, times, observer);
  const [changing, reading] = [new Drain(), new Drain()];
  const end = async (): Promise<void> => {
    // In this order: what a transaction runs may read past it.
    await changing.close();
    await reading.close();
    watch.stop();
    cache.close();
    await Promise.all([database.end(), epochDatabase.end()]);
  };
  let ended: Promise<void> | undefined;
  const close: State['close'] = async () => await (ended ??= end());
  const ready = async (): Promise<boolean> =>
    await watch.refresh().then(
      () => true,
      () => false,
    );
  if (settings.cache !== undefined) cache.connect();
  try {
    await checkRole(database, settings.database.user);
    await watch.start();
  } catch (error) {
    await close();
    throw error;
  }
  const writes = new GuardedWrites(cache, watch, times, database.statementTimeoutMs, observer);
  const reader = new Reader(cache, watch, times, observer, copies, reading);
  const budget = new WriteBudget(settings.database.writeBytes ?? 2 ** 25, () => observer.shed());
  const spend: WriteBudget['spend'] = async (bytes, write) =>
    await changing.run(async () => await budget.spend(bytes, write));
  const reads = new Reads(reader, copies, observer);
  const ttlMs = timeToLive(pinnedBy(settings.spawn));
  const parts: StoreParts = { database, reader: reads, writes, budget: { spend }, ttlMs };
  const stores = storesOf(parts);
  const bounds = settings.spawn && spawnBounds(settings.spawn);
  const warmUp: State['warm'] = async (options) => {
    await cacheTrusted(watch, times.holdMs + 10_000, options?.signal);
    return await warm(stores, bounds, options);
  };
  const transactions = new Transactions(database, writes, watch, budget);
  const explain: State['explain'] = async (call) => {
    const explainer = new Explainer(database, parts, () => watch.guard(), transactions);
    const explained: ExplainedStores = {
      ...storesOf(explainer.parts),
      transaction: async (work, options) => await explainer.transaction(work, options),
    };
    return await explainer.explain(async () => await call(explained));
  };
  const transaction: State['transaction'] = async (work, options) =>
    await changing.run(async () => await transactions.run(work, options));
  const stats: State['stats'] = async () => await readStats(counts, database, cache, watch.trusted() !== undefined);
  return { ...stores, warm: warmUp, explain, transaction, stats, database, cache, watch, ready, close };
}

function storesOf(parts: StoreParts): Stores {
  const tables = new Tables(parts);
  return {
    regions: new Regions(parts),
    entities: new Entities(parts),
    players: new Players(parts),
    table: (definition) => tables.add(definition),
  };
}

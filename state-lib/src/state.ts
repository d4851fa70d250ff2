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
import type { DatabaseSettings } from './database/settings.js';
import { silent } from './observer.js';
import type { Observer } from './observer.js';
import { Copies } from './store/copies.js';
import { Reader } from './store/reader.js';
import { Entities } from './store/entities.js';
import { Players } from './store/players.js';
import { Regions } from './store/regions.js';
import type { Transaction } from './store/transaction.js';
import { Transactions } from './store/transactions.js';
import type { TransactionOptions } from './store/transactions.js';
import { jittered } from './store/time-to-live.js';
import { traced } from './traced.js';

export interface StateSettings {
  readonly database: DatabaseSettings;
  /** Undefined: every read asks the database, and no write is announced once no other instance has a cache. */
  readonly cache?: CacheSettings | undefined;
  readonly coherence?: CoherenceSettings | undefined;
  readonly observer?: Observer | undefined;
}

/** The state tier as a game server sees it. */
export interface State {
  readonly regions: Regions;
  readonly entities: Entities;
  readonly players: Players;
  /** Runs `work` in one transaction across tables; see Transactions.run. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  readonly database: Database;
  readonly cache: RedisCache;
  readonly watch: EpochWatch;
  /** Whether the database answers now. Redis does not count: without it the state is slower, not wrong. */
  ready(): Promise<boolean>;
  /** Waits for what runs, then closes every connection. */
  close(): Promise<void>;
}

/** Connects. Throws when the database cannot be reached; without Redis it serves from the database and recovers by itself. */
export async function openState(settings: StateSettings): Promise<State> {
  const observer = traced(settings.observer ?? silent);
  const times = coherenceTimes(settings.coherence ?? {});
  const database = new Database(settings.database, observer);
  const epochSettings = {
    ...settings.database,
    poolSize: 1,
    silenceMs: times.trustMs,
    connectTimeoutMs: times.trustMs,
  };
  // Of its own, so that a crowded pool never costs the trust in the cache, which would crowd it more.
  const epochDatabase = new Database(epochSettings, observer, 'state-lib epoch');
  const copyBytes = settings.cache?.copyBytes ?? Math.min(2 ** 27, getHeapStatistics().heap_size_limit / 8);
  const copies = new Copies(settings.cache === undefined ? 0 : copyBytes);
  const cache = new RedisCache(settings.cache ?? { sentinels: [] }, observer, (key) => copies.changed(key));
  const watch = new EpochWatch(new EpochStore(epochDatabase), cache, times, observer);
  const close = async (): Promise<void> => {
    watch.stop();
    cache.close();
    await Promise.all([database.end(), epochDatabase.end()]);
  };
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
  const reader = new Reader(cache, watch, times, observer, copies);
  const parts = { database, reader, writes, ttlMs: () => jittered(300_000) };
  const stores = { regions: new Regions(parts), entities: new Entities(parts), players: new Players(parts) };
  const transactions = new Transactions(database, writes, watch);
  const transaction: State['transaction'] = async (work, options) => await transactions.run(work, options);
  return { ...stores, transaction, database, cache, watch, ready, close };
}

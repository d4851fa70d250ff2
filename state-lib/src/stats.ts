import type { RedisCache } from './cache/redis-cache.js';
import type { Database, PoolStats } from './database/database.js';
import type { Observer } from './observer.js';

/** Figures of one instance since `openState`, and of the Redis that it is connected to. */
export interface Stats {
  readonly cache: CacheStats;
  readonly database: DatabaseStats;
  /** Undefined while there is no Redis, or it does not answer all of them. */
  readonly redis: RedisStats | undefined;
}

export interface CacheStats {
  /** Answers from the cache. What always asks the database counts neither here nor as a miss. */
  readonly hits: number;
  /** Values that the database had to be asked for, once for all who waited for the same. */
  readonly misses: number;
  /** Hits of hits and misses, 0 to 1; undefined: there were none. */
  readonly hitRate: number | undefined;
  /** Whether cached values may be used now. */
  readonly trusted: boolean;
}

export interface DatabaseStats {
  /**
   * Statements that were sent, every try, those of transactions, their last check of the epoch and EXPLAIN included; what begins and ends
   * transactions and the regular question for the epoch are not.
   */
  readonly queries: number;
  /** Statements of these that failed. */
  readonly failed: number;
  /** Calls that were refused as Overloaded. */
  readonly shed: number;
  readonly pool: PoolStats;
}

/** Redis' own figures (INFO) of the whole server, whoever uses it; counts are since it started. */
export interface RedisStats {
  /** `used_memory`, in bytes. */
  readonly usedBytes: number;
  /** `used_memory_peak`, in bytes. */
  readonly peakBytes: number;
  /** `maxmemory`, in bytes; 0: no limit. */
  readonly limitBytes: number;
  /** Keys of database 0, which the library uses. */
  readonly keys: number;
  /** `evicted_keys`: dropped for want of memory. */
  readonly evictedKeys: number;
  /** `expired_keys` */
  readonly expiredKeys: number;
  /** `keyspace_hits`: keys that commands found. Announcements and leases count, copies in the process do not. */
  readonly keyspaceHits: number;
  /** `keyspace_misses` */
  readonly keyspaceMisses: number;
}

interface Counts {
  hits: number;
  misses: number;
  queries: number;
  failed: number;
  shed: number;
}

export const noCounts = (): Counts => ({ hits: 0, misses: 0, queries: 0, failed: 0, shed: 0 });

/** The observer, and what it is told counted. */
export function counted(observer: Observer, counts: Counts): Observer {
  return {
    retried: (label) => observer.retried(label),
    noticed: (event, detail) => observer.noticed(event, detail),
    shed: () => {
      counts.shed += 1;
      observer.shed();
    },
    hit: (source, count) => {
      counts.hits += count;
      observer.hit(source, count);
    },
    missed: (source, count) => {
      counts.misses += count;
      observer.missed(source, count);
    },
    queried: (statement, milliseconds, error) => {
      counts.queries += 1;
      if (error !== undefined) counts.failed += 1;
      observer.queried(statement, milliseconds, error);
    },
  };
}

/** The figures now; asks Redis, whose silence is no error. */
export async function readStats(
  counts: Readonly<Counts>,
  database: Pick<Database, 'pool'>,
  cache: Pick<RedisCache, 'incarnation' | 'info'>,
  trusted: boolean,
): Promise<Stats> {
  const { hits, misses, queries, failed, shed } = counts;
  const read = hits + misses;
  return {
    cache: { hits, misses, hitRate: read === 0 ? undefined : hits / read, trusted },
    database: { queries, failed, shed, pool: database.pool },
    redis: await redisStats(cache),
  };
}

async function redisStats(cache: Pick<RedisCache, 'incarnation' | 'info'>): Promise<RedisStats | undefined> {
  if (cache.incarnation === undefined) return undefined;
  let text: string;
  try {
    text = (await Promise.all(['memory', 'stats', 'keyspace'].map(async (one) => await cache.info(one)))).join('\n');
  } catch {
    return undefined;
  }
  const figure = (name: string, absent = NaN): number =>
    Number(new RegExp(`^${name}(\\d+)`, 'm').exec(text)?.[1] ?? absent);
  const figures = {
    usedBytes: figure('used_memory:'),
    peakBytes: figure('used_memory_peak:'),
    limitBytes: figure('maxmemory:'),
    // Not told of an empty database.
    keys: figure('db0:keys=', 0),
    evictedKeys: figure('evicted_keys:'),
    expiredKeys: figure('expired_keys:'),
    keyspaceHits: figure('keyspace_hits:'),
    keyspaceMisses: figure('keyspace_misses:'),
  };
  return Object.values(figures).some(Number.isNaN) ? undefined : figures;
}

import { valuePrefix } from '../cache/frame.js';
import type { RedisCache } from '../cache/redis-cache.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CoherenceTimes } from '../coherence/settings.js';
import type { Observer } from '../observer.js';
import { bySource } from './by-source.js';
import { Flights } from './flights.js';
import { cacheKey } from './source.js';
import type { Found, Source } from './source.js';

/** One key that callers of this tick wait for. */
export interface Ask {
  readonly source: Source<unknown>;
  readonly id: string;
  readonly key: string;
  readonly resolve: ((found: Found<unknown>) => void)[];
  readonly reject: ((error: unknown) => void)[];
}

const keysPerCommand = 500;

/** Reads through the cache. All reads of one tick are one MGET, all their misses one script and one statement for each source. */
export class Reader {
  #asks: Map<string, Ask> | undefined;
  readonly #flights: Flights;

  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    times: CoherenceTimes,
    private readonly observer: Observer,
  ) {
    this.#flights = new Flights(cache, watch, times, this);
  }

  /** The value of an id, at least as new as any write that was acknowledged before this call. */
  read<V>(source: Source<V>, id: string): Promise<Found<V>> {
    return new Promise((resolve, reject) => {
      const key = cacheKey(source.name, id);
      const ask = this.#ask(source, id, key);
      ask.resolve.push(resolve as (found: Found<unknown>) => void);
      ask.reject.push(reject);
    });
  }

  #ask(source: Source<unknown>, id: string, key: string): Ask {
    if (this.#asks === undefined) {
      this.#asks = new Map();
      setImmediate(() => this.#flush());
    }
    let ask = this.#asks.get(key);
    if (ask === undefined) {
      ask = { source, id, key, resolve: [], reject: [] };
      this.#asks.set(key, ask);
    }
    return ask;
  }

  #flush(): void {
    const asks = [...(this.#asks?.values() ?? [])];
    this.#asks = undefined;
    for (let start = 0; start < asks.length; start += keysPerCommand)
      void this.#look(asks.slice(start, start + keysPerCommand));
  }

  async #look(asks: readonly Ask[]): Promise<void> {
    const generation = this.watch.trusted();
    if (generation === undefined) return this.bypass(asks);
    let values: (string | null)[];
    try {
      values = await this.cache.read(asks.map(({ key }) => key));
    } catch {
      return this.bypass(asks);
    }
    if (this.watch.trusted() !== generation) return this.bypass(asks);
    const prefix = valuePrefix(generation);
    const missed = asks.filter((ask, index) => !this.hit(ask, values[index] ?? null, prefix));
    if (missed.length > 0) await this.#flights.miss(missed, generation, 0);
  }

  /** Answers an ask by a value that is trusted at this moment; false when it is none. */
  hit(ask: Ask, value: string | null, prefix: string): boolean {
    if (value === null || !value.startsWith(prefix) || !ask.source.accepts(value)) return false;
    try {
      // Decoded for each caller, since each may change what it got.
      for (const resolve of ask.resolve) resolve({ value: ask.source.decode(value), from: 'cache' });
    } catch (error) {
      this.observer.noticed('cached value unreadable', { source: ask.source.name, error: String(error) });
      return false;
    }
    this.observer.hit(ask.source.name, ask.resolve.length);
    return true;
  }

  /** Asks the database and leaves the cache alone. */
  async bypass(asks: readonly Ask[]): Promise<void> {
    await Promise.all(bySource(asks).map((group) => this.load(group)));
  }

  /** Answers asks of one source from the database; gives the values, or undefined when they were rejected. */
  async load(asks: readonly Ask[]): Promise<unknown[] | undefined> {
    const [first] = asks;
    if (first === undefined) return [];
    this.observer.missed(first.source.name, asks.length);
    try {
      const values = await first.source.load(asks.map(({ id }) => id));
      for (const [index, ask] of asks.entries())
        for (const resolve of ask.resolve) resolve({ value: values[index], from: 'database' });
      return values;
    } catch (error) {
      for (const ask of asks) for (const reject of ask.reject) reject(error);
      return undefined;
    }
  }
}

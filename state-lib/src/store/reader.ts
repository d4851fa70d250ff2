import { frameHeader, valuePrefix } from '../cache/frame.js';
import type { RedisCache } from '../cache/redis-cache.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CoherenceTimes } from '../coherence/settings.js';
import type { Observer } from '../observer.js';
import { answer, bySource, callers } from './ask.js';
import type { Ask, Caller } from './ask.js';
import type { Copies, Copy } from './copies.js';
import { Flights } from './flights.js';
import { Forecast } from './forecast.js';
import { HitCount } from './hit-count.js';
import type { Found, Source } from './source.js';

const keysPerCommand = 500;

/** Length of a value from which Redis compares headers and sends what differs, rather than to send each value. */
const checkedLength = 1_024;

/** Reads through the cache. All reads of one tick are one command, all their misses one script and one statement for each source. */
export class Reader {
  #asks: Ask[] = [];
  readonly #forecast = new Forecast();
  readonly #flights: Flights;

  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    times: CoherenceTimes,
    private readonly observer: Observer,
    private readonly copies: Copies,
  ) {
    this.#flights = new Flights(cache, watch, times, this);
  }

  /** The value of an id, at least as new as any write that was acknowledged before this call. */
  get<V>(source: Source<V>, id: string): Promise<V> {
    return new Promise((resolve, reject) => this.#ask(source, id, resolve, reject, false));
  }

  /** The same, and where it came from. */
  find<V>(source: Source<V>, id: string): Promise<Found<V>> {
    return new Promise((resolve, reject) => this.#ask(source, id, resolve, reject, true));
  }

  #ask(
    source: Source<unknown>,
    id: string,
    resolve: Caller['resolve'],
    reject: Caller['reject'],
    origin: boolean,
  ): void {
    const shelf = this.copies.of(source.name);
    const entry = shelf.find(id) ?? shelf.open(source.id(id));
    const { ask } = entry;
    if (ask !== undefined) {
      (ask.others ??= []).push({ resolve, reject, origin });
      return;
    }
    entry.ask = { source, entry, resolve, reject, origin, others: undefined };
    if (this.#asks.push(entry.ask) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const asks = this.#asks;
    this.#asks = [];
    for (const { entry } of asks) entry.ask = undefined;
    this.copies.trim();
    const generation = this.watch.trusted();
    if (generation === undefined) return void this.bypass(asks);
    const [whole, checked, leased]: [Ask[], Ask[], Ask[]] = [[], [], []];
    const prefix = valuePrefix(generation);
    const cold = this.#forecast.cold;
    for (const ask of asks) {
      const { copy } = ask.entry;
      if (copy === undefined || !copy.header.startsWith(prefix)) (cold ? leased : whole).push(ask);
      else (copy.length >= checkedLength ? checked : whole).push(ask);
    }
    for (let start = 0; start < leased.length; start += keysPerCommand) {
      const part = leased.slice(start, start + keysPerCommand);
      void this.#flights.miss(part, generation, 0, (missed) => this.#forecast.learn(missed, part.length));
    }
    for (let start = 0; start < whole.length; start += keysPerCommand)
      void this.#look(whole.slice(start, start + keysPerCommand), generation);
    for (let start = 0; start < checked.length; start += keysPerCommand) {
      const part = checked.slice(start, start + keysPerCommand);
      void this.#look(
        part,
        generation,
        part.map(({ entry }) => entry.copy as Copy),
      );
    }
  }

  async #look(asks: readonly Ask[], generation: string, copies?: readonly Copy[]): Promise<void> {
    let values: (string | null)[];
    try {
      const keys = asks.map(({ entry }) => entry.key);
      values = await this.cache.read(
        keys,
        copies?.map(({ header }) => header),
      );
    } catch {
      return this.bypass(asks);
    }
    if (this.watch.trusted() !== generation) return this.bypass(asks);
    const fresh = asks.filter(({ entry }) => entry.copy === undefined).length;
    const missed = this.hits(asks, values, generation, copies);
    if (fresh > 0) this.#forecast.learn(Math.min(missed.length, fresh), fresh);
    if (missed.length > 0) await this.#flights.miss(missed, generation, 0);
  }

  /** Answers asks by values that are trusted at this moment, `=` being that of the copy; gives those whose value is none. */
  hits(
    asks: readonly Ask[],
    values: readonly (string | null | undefined)[],
    generation: string,
    copies?: readonly Copy[],
  ): Ask[] {
    const prefix = valuePrefix(generation);
    const count = new HitCount(this.observer);
    const missed: Ask[] = [];
    for (let index = 0; index < asks.length; index += 1) {
      const ask = asks[index] as Ask;
      const value = values[index] ?? '';
      const copy = value === '=' ? copies?.[index] : this.#copy(ask, value, prefix);
      if (copy === undefined) missed.push(ask);
      else {
        answer(ask, copy.value, 'cache', true);
        count.add(ask.source.name, 1 + (ask.others?.length ?? 0));
      }
    }
    count.end();
    return missed;
  }

  /** The decoded value; undefined when it is of another generation, schema or kind. */
  #copy({ source, entry }: Ask, value: string, prefix: string): Copy | undefined {
    if (!value.startsWith(prefix) || !source.accepts(value)) return undefined;
    if (entry.copy !== undefined && value.startsWith(entry.copy.header)) return entry.copy;
    try {
      const copy = { header: frameHeader(value), value: source.decode(value), length: value.length };
      this.copies.keep(entry, copy);
      return copy;
    } catch (error) {
      this.observer.noticed('cached value unreadable', { source: source.name, error: String(error) });
      return undefined;
    }
  }

  /** Asks the database and leaves the cache alone. */
  async bypass(asks: readonly Ask[]): Promise<void> {
    await Promise.all(bySource(asks).map((group) => this.load(group, false)));
  }

  /** Answers asks of one source from the database; gives the values, which are `shared` with the fill, or undefined after an error. */
  async load(asks: readonly Ask[], shared: boolean): Promise<unknown[] | undefined> {
    const [first] = asks;
    if (first === undefined) return [];
    this.observer.missed(first.source.name, asks.length);
    try {
      const values = await first.source.load(asks.map(({ entry }) => entry.id));
      for (let index = 0; index < asks.length; index += 1)
        answer(asks[index] as Ask, values[index], 'database', shared);
      return values;
    } catch (error) {
      for (const ask of asks) for (const { reject } of callers(ask)) reject(error);
      return undefined;
    }
  }
}

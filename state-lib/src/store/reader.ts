import { frameHeader, unmarked, valuePrefix } from '../cache/frame.js';
import type { RedisCache } from '../cache/redis-cache.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CoherenceTimes } from '../coherence/settings.js';
import type { Drain } from '../drain.js';
import type { Observer } from '../observer.js';
import { answer, bySource, joined, LoadFailed, parts, refuse } from './ask.js';
import type { Ask, Caller } from './ask.js';
import { Batch, single } from './batch.js';
import { confirm, isFollowed } from './confirm.js';
import type { Copies, Copy, Entry } from './copies.js';
import { Flights } from './flights.js';
import { follow } from './follow.js';
import { Forecast } from './forecast.js';
import { HitCount } from './hit-count.js';
import type { Found, Source } from './source.js';
import { Told } from './told.js';
import { weigh } from './weigh.js';

/** Length of a value from which Redis compares headers and sends what differs, rather than to send each value. */
const checkedLength = 1_024;

/** Reads through the cache. All reads of one tick are one command, all their misses one script and one statement for each source. */
export class Reader {
  #asks: Ask[] = [];
  #batches: Batch[] = [];
  #isScheduled = false;
  #reads = 0;
  readonly #forecast = new Forecast();
  readonly #flights: Flights;
  readonly #told = new Told();

  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    times: CoherenceTimes,
    private readonly observer: Observer,
    private readonly copies: Copies,
    /** Ticks whose reads are under way. */
    private readonly ticks: Drain,
  ) {
    this.#flights = new Flights(cache, watch, times, this);
  }

  /** The value of an id, at least as new as any write that was acknowledged before this call. */
  get<V>(source: Source<V>, id: string): Promise<V> {
    return new Promise((resolve, reject) => this.#ask(source, id, resolve, reject, false));
  }

  /** The values of ids, in their order. One promise for all of them takes less time than one for each. */
  getMany<V>(source: Source<V>, ids: readonly string[]): Promise<V[]> {
    return new Promise((resolve, reject) => {
      if (ids.length === 0) return resolve([]);
      this.#schedule();
      const shelf = this.copies.of(source.name);
      const { last } = this.#told;
      const now = performance.now();
      const batch = new Batch(source, ids.length, resolve, reject);
      for (let index = 0; index < ids.length; index += 1) {
        const entry = shelf.entry(source, ids[index] as string);
        if (isFollowed(entry, last, now)) {
          entry.reads += 1;
          batch.followed[index] = entry;
        } else this.#join(source, entry, (value) => batch.take(index, value), reject, false);
      }
      if (batch.followed.length > 0) this.#batches.push(batch);
    });
  }

  /** The value of an id, and where it came from. */
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
    this.#schedule();
    this.#join(source, this.copies.of(source.name).entry(source, id), resolve, reject, origin);
  }

  #join(
    source: Source<unknown>,
    entry: Entry,
    resolve: Caller['resolve'],
    reject: Caller['reject'],
    origin: boolean,
  ): void {
    entry.reads += 1;
    const { ask } = entry;
    if (ask !== undefined) {
      (ask.others ??= []).push({ resolve, reject, origin });
      return;
    }
    entry.ask = { source, entry, resolve, reject, origin, others: undefined };
    this.#asks.push(entry.ask);
  }

  /** Before anything is asked for in this tick: throws Closed. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.ticks.enter();
    this.#isScheduled = true;
    setImmediate(() => void this.#flush().finally(() => this.ticks.leave()));
  }

  async #flush(): Promise<void> {
    const [asks, batches] = [this.#asks, this.#batches];
    [this.#asks, this.#batches, this.#isScheduled] = [[], [], false];
    for (const { entry } of asks) entry.ask = undefined;
    this.copies.trim();
    const generation = this.watch.trusted();
    if (generation === undefined) return await this.bypass(single(asks, batches));
    const since = this.#told.since(this.cache.following, generation);
    if (since === 0) await this.#request(single(asks, batches), [], generation, since);
    else await this.#request(asks, batches, generation, since);
  }

  /** Asks Redis, in the way that takes the least. */
  async #request(asks: readonly Ask[], batches: readonly Batch[], generation: string, since: number): Promise<void> {
    const [whole, checked, leased, followed]: [Ask[], Ask[], Ask[], Ask[]] = [[], [], [], []];
    const prefix = valuePrefix(generation);
    const { cold } = this.#forecast;
    const now = performance.now();
    for (const ask of asks) {
      const { copy } = ask.entry;
      if (copy === undefined || !copy.header.startsWith(prefix)) (cold ? leased : whole).push(ask);
      else if (isFollowed(ask.entry, since, now)) followed.push(ask);
      else (copy.length >= checkedLength ? checked : whole).push(ask);
    }
    const copiesOf = (part: readonly Ask[]): Copy[] => part.map(({ entry }) => entry.copy as Copy);
    await Promise.all([
      followed.length + batches.length > 0 && this.#confirm(followed, batches, generation, since),
      ...parts(leased).map((part) =>
        this.#flights.miss(part, generation, 0, (missed) => this.#forecast.learn(missed, part.length)),
      ),
      ...parts(whole).map((part) => this.#look(part, generation)),
      ...parts(checked).map((part) => this.#look(part, generation, copiesOf(part))),
    ]);
  }

  /** Answers by copies that Redis would have told of, had they changed before these reads were asked for; it has by the time it answers. */
  async #confirm(asks: readonly Ask[], batches: readonly Batch[], generation: string, since: number): Promise<void> {
    try {
      await this.cache.catchUp();
    } catch {
      return this.bypass(single(asks, batches));
    }
    if (this.watch.trusted() !== generation) return this.bypass(single(asks, batches));
    const isTold = this.#told.since(this.cache.following, generation) === since;
    const changed = isTold ? joined(confirm(asks, batches, since, this.observer)) : single(asks, batches);
    await Promise.all(parts(changed).map(async (part) => await this.#look(part, generation)));
  }

  async #look(asks: readonly Ask[], generation: string, copies?: readonly Copy[]): Promise<void> {
    const reading = (this.#reads += 1);
    const { following } = this.cache;
    const since = this.#told.since(following, generation);
    for (const { entry } of asks) entry.reading = reading;
    let values: (string | null)[];
    try {
      const keys = asks.map(({ entry }) => entry.key);
      values = await this.cache.read(
        keys,
        copies?.map(({ header }) => header),
        following,
      );
    } catch {
      return this.bypass(asks);
    }
    if (this.watch.trusted() !== generation) return this.bypass(asks);
    const fresh = asks.filter(({ entry }) => entry.copy === undefined).length;
    const missed = this.hits(asks, values, generation, copies);
    if (since !== 0 && this.#told.since(this.cache.following, generation) === since)
      follow(asks, values, { since, reading, copies });
    if (fresh > 0) this.#forecast.learn(Math.min(missed.length, fresh), fresh);
    if (missed.length > 0) await this.#flights.miss(missed, generation, 0);
  }

  /** Answers asks by values that are trusted at this moment, `=` and `~` being that of the copy; gives those whose value is none. */
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
      const copy = value === '=' || value === '~' ? copies?.[index] : this.#copy(ask, unmarked(value), prefix);
      if (copy === undefined) missed.push(ask);
      else {
        answer(ask, copy.value, 'cache');
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
      const decoded = source.decode(value);
      const copy = { header: frameHeader(value), value: decoded, length: value.length, bytes: 300 + weigh(decoded) };
      this.copies.keep(entry, copy);
      return copy;
    } catch (error) {
      this.observer.noticed('cached value unreadable', { source: source.name, error: String(error) });
      return undefined;
    }
  }

  /** Asks the database and leaves the cache alone. */
  async bypass(asks: readonly Ask[]): Promise<void> {
    await Promise.all(bySource(asks).flatMap((group) => parts(group).map(async (part) => await this.load(part))));
  }

  /** Answers asks of one source from the database; gives the values, or what failed. */
  async load(asks: readonly Ask[]): Promise<unknown[] | LoadFailed> {
    const [first] = asks;
    if (first === undefined) return [];
    this.observer.missed(first.source.name, asks.length);
    try {
      const values = await first.source.load(asks.map(({ entry }) => entry.id));
      for (let index = 0; index < asks.length; index += 1) answer(asks[index] as Ask, values[index], 'database');
      return values;
    } catch (error) {
      refuse(asks, error);
      return new LoadFailed(error);
    }
  }
}

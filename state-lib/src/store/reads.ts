import { Aborted } from '../errors.js';
import type { Observer } from '../observer.js';
import type { Copies, Entry } from './copies.js';
import { orLeave } from './leave.js';
import { checkStaleness } from './read-options.js';
import type { ReadOptions } from './read-options.js';
import type { Reader } from './reader.js';
import type { Found, Source } from './source.js';
import { weigh } from './weigh.js';

/** A value as a caller who allows staleness saw it last. */
interface Seen {
  readonly value: unknown;
  /** When it was asked for: it has every write that was acknowledged before. */
  readonly at: number;
  refreshing: boolean;
}

/** Reads with options of the call: without any, they are the reader's own. */
export class Reads {
  /** Kept as long as the entry, whose bytes they count with, so that the limit of copies bounds both. */
  readonly #seen = new WeakMap<Entry, Seen>();

  constructor(
    private readonly reader: Reader,
    private readonly copies: Copies,
    private readonly observer: Observer,
  ) {}

  /** The value of an id, at least as new as any write that was acknowledged before this call, or before `staleMs` ago. */
  get<V>(source: Source<V>, id: string, options?: ReadOptions): Promise<V> {
    if (options === undefined) return this.reader.get(source, id);
    return this.find(source, id, options).then(({ value }) => value);
  }

  /** The values of ids, in their order. */
  getMany<V>(source: Source<V>, ids: readonly string[], options?: ReadOptions): Promise<V[]> {
    if (options === undefined) return this.reader.getMany(source, ids);
    return Promise.all(ids.map((id) => this.get(source, id, options)));
  }

  /** The value of an id, and where it came from. */
  find<V>(source: Source<V>, id: string, options?: ReadOptions): Promise<Found<V>> {
    return options === undefined ? this.reader.find(source, id) : this.#find(source, id, options);
  }

  async #find<V>(source: Source<V>, id: string, { signal, staleMs = 0 }: ReadOptions): Promise<Found<V>> {
    checkStaleness(staleMs);
    if (signal?.aborted === true) throw new Aborted(signal.reason);
    if (staleMs === 0) return await orLeave(this.reader.find(source, id), signal);
    return this.#stale(source, source.id(id), staleMs) ?? (await orLeave(this.#fresh(source, id), signal));
  }

  /** What was seen, if not too long ago; asks again in the background once half of the time is over. */
  #stale<V>(source: Source<V>, id: string, staleMs: number): Found<V> | undefined {
    const entry = this.copies.of(source.name).find(id);
    const seen = entry && this.#seen.get(entry);
    if (seen === undefined) return undefined;
    const age = performance.now() - seen.at;
    if (age > staleMs) return undefined;
    if (age > staleMs / 2 && !seen.refreshing) {
      seen.refreshing = true;
      this.#fresh(source, id).catch(() => (seen.refreshing = false));
    }
    this.observer.hit(source.name, 1);
    return { value: seen.value as V, from: 'cache' };
  }

  async #fresh<V>(source: Source<V>, id: string): Promise<Found<V>> {
    const at = performance.now();
    const found = await this.reader.find(source, id);
    const entry = this.copies.of(source.name).find(source.id(id));
    const known = entry && this.#seen.get(entry);
    if (known !== undefined) known.refreshing = false;
    // A slow read must not put an older value in place of what others saw since.
    if (entry?.copy !== undefined && (known === undefined || known.at < at)) {
      this.#seen.set(entry, { value: found.value, at, refreshing: false });
      this.copies.see(entry, weigh(found.value));
    }
    return found;
  }
}

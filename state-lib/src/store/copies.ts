import type { Ask } from './ask.js';
import type { Heat } from './time-to-live.js';
import { cacheKey, parseCacheKey } from './source.js';
import type { Source } from './source.js';

/** A decoded value of the cache, good for as long as the cache holds a value with the same header. */
export interface Copy {
  readonly header: string;
  readonly value: unknown;
  /** Characters of the value in the cache. */
  readonly length: number;
  /** Bytes that it takes at most, roughly. */
  readonly bytes: number;
}

/** What this process knows of one id of a source. */
export interface Entry extends Heat {
  readonly id: string;
  /** Its key in the cache. */
  readonly key: string;
  copy: Copy | undefined;
  /** Bytes of what callers who allow staleness saw of it, which is kept beside the copy. */
  seenBytes: number;
  /** The time since which Redis tells when it no longer holds the value of `copy` (see Told); 0: it does not. */
  followed: number;
  /** When to read the value again all the same, in milliseconds of `performance.now()`. */
  followedUntil: number;
  /** The read under way that `followed` may come from, unless the key changes meanwhile; 0: none. */
  reading: number;
  /** Who waits for it in this tick. */
  ask: Ask | undefined;
}

/** Bytes of an entry without a copy, roughly. */
const entryBytes = 250;

/**
 * Entries of all sources, in two generations: once they have half of the limit, the younger generation becomes the older one, and
 * of that only what is used again is kept.
 */
export class Copies {
  readonly #shelves = new Map<string, Shelf>();
  #used = 0;

  /** `limit`: bytes, roughly; 0 keeps no copies. */
  constructor(private readonly limit: number) {}

  of(source: string): Shelf {
    let shelf = this.#shelves.get(source);
    if (shelf === undefined) {
      shelf = new Shelf(source, (entry) => (this.#used += entryBytes + sizeOf(entry.copy) + entry.seenBytes));
      this.#shelves.set(source, shelf);
    }
    return shelf;
  }

  keep(entry: Entry, copy: Copy): void {
    if (sizeOf(copy) > this.limit / 8) return;
    this.#used += sizeOf(copy) - sizeOf(entry.copy);
    entry.copy = copy;
    entry.followed = 0;
  }

  /** Takes in that something of so many bytes is kept beside the copy, in place of what was. */
  see(entry: Entry, bytes: number): void {
    this.#used += bytes - entry.seenBytes;
    entry.seenBytes = bytes;
  }

  /** Takes in that Redis no longer holds what it held of a key. */
  changed(key: string): void {
    const [source, id] = parseCacheKey(key);
    const entry = this.#shelves.get(source)?.peek(id);
    if (entry !== undefined) forget(entry);
  }

  /** To be called between ticks: within one, an id must not get a second entry. */
  trim(): void {
    if (this.#used <= this.limit / 2) return;
    this.#used = 0;
    if (this.limit === 0) {
      for (const shelf of this.#shelves.values()) shelf.clear();
      return;
    }
    for (const shelf of this.#shelves.values()) shelf.age();
  }
}

/** Entries of one source, by id. */
export class Shelf {
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();

  constructor(
    private readonly source: string,
    private readonly added: (entry: Entry) => void,
  ) {}

  find(id: string): Entry | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(id);
    if (old !== undefined) this.#add(old);
    return old;
  }

  /** The entry of an id as it was given; a new one if there is none. Throws InvalidInput. */
  entry(source: Pick<Source<unknown>, 'id'>, given: string): Entry {
    const known = this.find(given);
    if (known !== undefined) return known;
    const id = source.id(given);
    return (given === id ? undefined : this.find(id)) ?? this.open(id);
  }

  /** The entry, without counting this as a use. */
  peek(id: string): Entry | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }

  /** A new entry for an id that has none. */
  open(id: string): Entry {
    const entry: Entry = {
      reads: 0,
      since: performance.now(),
      id,
      key: cacheKey(this.source, id),
      copy: undefined,
      seenBytes: 0,
      ask: undefined,
      followed: 0,
      followedUntil: 0,
      reading: 0,
    };
    this.#add(entry);
    return entry;
  }

  /**
   * Keeps nothing, not even for a while: that would be garbage which takes long to collect. A map of its own, since the table of a cleared one
   * refers to the next: one that is old when it dies keeps all that come after it, and their entries, until the next full collection.
   */
  clear(): void {
    this.#young = new Map();
  }

  age(): void {
    // Whoever still holds an entry that is dropped here would not be told of changes any more.
    for (const [id, entry] of this.#old) if (!this.#young.has(id)) forget(entry);
    this.#old = this.#young;
    this.#young = new Map();
  }

  #add(entry: Entry): void {
    this.#young.set(entry.id, entry);
    this.added(entry);
  }
}

function forget(entry: Entry): void {
  entry.followed = 0;
  entry.reading = 0;
}

function sizeOf(copy: Copy | undefined): number {
  return copy === undefined ? 0 : copy.bytes;
}

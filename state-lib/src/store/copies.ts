import type { Ask } from './ask.js';
import { cacheKey } from './source.js';

/** A decoded value of the cache, good for as long as the cache holds a value with the same header. */
export interface Copy {
  readonly header: string;
  readonly value: unknown;
  /** Characters of the value in the cache. */
  readonly length: number;
}

/** What this process knows of one id of a source. */
export interface Entry {
  readonly id: string;
  /** Its key in the cache. */
  readonly key: string;
  copy: Copy | undefined;
  /** Who waits for it in this tick. */
  ask: Ask | undefined;
}

/** Bytes of an entry without a copy, roughly. */
const entryBytes = 200;

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
      shelf = new Shelf(source, (entry) => (this.#used += entryBytes + sizeOf(entry.copy)));
      this.#shelves.set(source, shelf);
    }
    return shelf;
  }

  keep(entry: Entry, copy: Copy): void {
    if (sizeOf(copy) > this.limit / 8) return;
    this.#used += sizeOf(copy) - sizeOf(entry.copy);
    entry.copy = copy;
  }

  /** To be called between ticks: within one, an id must not get a second entry. */
  trim(): void {
    if (this.#used <= this.limit / 2) return;
    this.#used = 0;
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

  open(id: string): Entry {
    const known = this.find(id);
    if (known !== undefined) return known;
    const entry = { id, key: cacheKey(this.source, id), copy: undefined, ask: undefined };
    this.#add(entry);
    return entry;
  }

  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }

  #add(entry: Entry): void {
    this.#young.set(entry.id, entry);
    this.added(entry);
  }
}

/** Bytes that a copy takes at most, roughly: `[[],[],…]` takes 14 for each character of its text (Node.js 20). */
function sizeOf(copy: Copy | undefined): number {
  return copy === undefined ? 0 : copy.length * 14;
}

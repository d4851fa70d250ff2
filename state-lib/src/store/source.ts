import type { FillMark } from '../cache/frame.js';
import type { Heat } from './time-to-live.js';

/**
 * Something that can be read by a text id, from the cache or else, many at once, from the database. Its values are frozen: everybody who reads one is given
 * the same.
 */
export interface Source<V> {
  /** Name in metrics and in cache keys. */
  readonly name: string;
  /** The one form of an id. Throws InvalidInput. */
  id(id: string): string;
  /** Values of the ids, in their order. Runs one statement, begun after this call. */
  load(ids: readonly string[]): Promise<V[]>;
  /** The value as a frame of the cache. */
  encode(value: V, mark: FillMark): string;
  /** Whether the frame is of this source's schema; another's counts as absent. */
  accepts(frame: string): boolean;
  decode(frame: string): V;
  /** Milliseconds to keep a value. */
  ttlMs: TimeToLive;
}

/** Milliseconds to keep the value of an id of a source; `isAbsent`: that there is none. */
export type TimeToLive = (source: string, id: string, heat: Heat, isAbsent: boolean) => number;

/** Where a value came from. */
export type Origin = 'cache' | 'database';

export interface Found<V> {
  readonly value: V;
  readonly from: Origin;
}

/** Key of a value in the cache. */
export function cacheKey(source: string, id: string): string {
  return `ps:${source}:${id}`;
}

/** Name of the source, and the id. */
export function parseCacheKey(key: string): [source: string, id: string] {
  const end = key.indexOf(':', 3);
  return [key.slice(3, end), key.slice(end + 1)];
}

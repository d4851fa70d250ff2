import { InvalidInput } from '../errors.js';
import type { ReadOptions } from './read-options.js';

/** Most rows of one answer. */
export const listLimit = 1_000;

export interface PageOptions extends ReadOptions {
  /** Most rows of the page, 1 to 1,000. Default 1,000. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** Rows in the order of a list. A page of large rows ends before its limit, with `next`: see `pageBytes`. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; undefined: this is the last one. */
  readonly next: string | undefined;
}

/** Throws InvalidInput unless it is 1 to 1,000. */
export function pageLimit(limit = listLimit): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= listLimit) return limit;
  throw new InvalidInput(`limit must be an integer from 1 to ${listLimit}, got ${limit}`);
}

/** Cuts a page off rows that may be more; `more`: whether others follow them. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursor: (row: Row) => string,
  more = false,
): Page<Row> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { rows: kept, next: (more || rows.length > limit) && last !== undefined ? cursor(last) : undefined };
}

import type { HistoryPlace } from './places.js';

/** Microseconds of the machine's monotonic clock, the same for all its processes. */
export function now(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/**
 * One line of a history. A write is told twice, before it is sent and when its outcome is known, so that a killed process leaves a write
 * of unknown outcome. The first field of every line is the group, so that lines are sorted out before they are parsed.
 */
export type Line = BeginLine | DoneLine | FailedLine | ReadLine;

export interface BeginLine {
  readonly group: number;
  readonly op: 'begin';
  readonly write: string;
  readonly key: string;
  readonly start: number;
  readonly place: HistoryPlace;
}

/** `version` is the new one; of a deletion, the deleted one. */
export interface DoneLine {
  readonly group: number;
  readonly op: 'done';
  readonly write: string;
  readonly end: number;
  readonly version: string;
  readonly deleted: boolean;
}

export interface FailedLine {
  readonly group: number;
  readonly op: 'failed';
  readonly write: string;
  readonly end: number;
}

/** Rows that a read found; what it was asked for and did not find has version `-`. */
export interface ReadLine {
  readonly group: number;
  readonly op: 'read';
  readonly start: number;
  readonly end: number;
  readonly rows: readonly SeenRow[];
  /** A list that was asked for: its rows of the group that are not among the rows were not in it. */
  readonly list?: ListRead;
  /** How old the answer was allowed to be, in milliseconds. */
  readonly staleMs?: number;
}

export interface ListRead {
  readonly table: 'entity' | 'region' | 'player';
  /** See `mayBeIn`. */
  readonly place: string;
  /** Keys that the page could have; undefined: all of the table. */
  readonly keys?: readonly string[];
}

export interface SeenRow {
  readonly key: string;
  readonly version: string;
}

/** Values that reads of a short time had from the cache, and those that they had to ask from the database. */
export interface HitsLine {
  readonly group: -1;
  readonly at: number;
  readonly hits: number;
  readonly misses: number;
}

/** A fault: broken, mended, and then every instance trusts the cache again. */
export interface Window {
  readonly fault: string;
  readonly start: number;
  readonly mended: number;
  readonly recovered: number;
}

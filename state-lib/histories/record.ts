/** Microseconds of the machine's monotonic clock, the same for all its processes. */
export function now(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/**
 * One line of a history. A write is told twice, before it is sent and when its outcome is known, so that a killed process leaves a write
 * of unknown outcome. A place is the region of an entity, empty for other rows; `gone` is a deleted row's. The first field of every line
 * is the group, so that lines are sorted out before they are parsed.
 */
export type Line = BeginLine | DoneLine | FailedLine | ReadLine;

export interface BeginLine {
  readonly group: number;
  readonly op: 'begin';
  readonly write: string;
  readonly key: string;
  readonly start: number;
  readonly place: string;
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
  /** The region whose entities were asked for: those of the group that are not among the rows were not in it. */
  readonly list?: string;
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

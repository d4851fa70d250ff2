/** Microseconds of the machine's monotonic clock, the same for all its processes. */
export function now(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/**
 * One line of a history. A write is told twice, before it is sent and when its outcome is known, so that a killed process leaves a write
 * of unknown outcome. A place is the region of an entity, empty for other rows; `gone` is a deleted row's.
 */
export type Line =
  | {
      readonly op: 'begin';
      readonly write: string;
      readonly key: string;
      readonly start: number;
      readonly place: string;
    }
  /** `version` is the new one; of a deletion, the deleted one. */
  | {
      readonly op: 'done';
      readonly write: string;
      readonly end: number;
      readonly version: string;
      readonly deleted: boolean;
    }
  | { readonly op: 'failed'; readonly write: string }
  /** Rows that a read found; what it was asked for and did not find has version `-`. */
  | {
      readonly op: 'read';
      readonly start: number;
      readonly end: number;
      readonly rows: readonly SeenRow[];
      readonly list?: string;
    };

export interface SeenRow {
  readonly key: string;
  readonly version: string;
}

export interface Window {
  readonly fault: string;
  readonly start: number;
  readonly end: number;
}

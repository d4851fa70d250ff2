import { randomUUID } from 'node:crypto';
import { StateError } from '../src/errors.js';
import { now } from './record.js';
import type { Line, SeenRow } from './record.js';

export type Tell = (line: Line) => void;

type Row = { readonly version: bigint } | undefined;

export const seen = (key: string, row: Row): SeenRow => ({ key, version: row === undefined ? '-' : `${row.version}` });

/** Runs a read and tells what it found. */
export async function read(
  tell: Tell,
  group: number,
  work: () => Promise<readonly SeenRow[]>,
  list?: string,
): Promise<void> {
  const start = now();
  const rows = await work();
  tell({ group, op: 'read', start, end: now(), rows, ...(list === undefined ? {} : { list }) });
}

/** A row that a call writes. */
export interface Written {
  readonly key: string;
  readonly place: string;
  readonly deleted?: boolean;
}

/** Runs a call that writes rows together and tells how it ended. It gives their versions; of a deletion, the deleted one. */
export async function write(
  tell: Tell,
  group: number,
  rows: readonly Written[],
  work: () => Promise<readonly bigint[]>,
): Promise<void> {
  const begun = rows.map((row) => ({ ...row, write: randomUUID() }));
  const start = now();
  for (const { write: id, key, place } of begun) tell({ group, op: 'begin', write: id, key, start, place });
  try {
    const versions = await work();
    const end = now();
    for (const [index, { write: id, deleted = false }] of begun.entries())
      tell({ group, op: 'done', write: id, end, version: `${versions[index]}`, deleted });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    // After any other error of the library nothing was written.
    if (error.code !== 'AMBIGUOUS_WRITE')
      for (const { write: id } of begun) tell({ group, op: 'failed', write: id, end: now() });
  }
}

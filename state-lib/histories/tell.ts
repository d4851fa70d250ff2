import { randomUUID } from 'node:crypto';
import { StateError } from '../src/errors.js';
import { now } from './record.js';
import { gone } from './places.js';
import type { HistoryPlace } from './places.js';
import type { Line, ReadLine, SeenRow } from './record.js';

export type Tell = (line: Line) => void;

/** Runs a read and tells what it found. `asked`: what it was asked for, if not for its rows' keys. */
export async function read(
  tell: Tell,
  group: number,
  work: () => Promise<readonly SeenRow[]>,
  asked: Pick<ReadLine, 'list' | 'staleMs'> = {},
): Promise<void> {
  const start = now();
  const rows = await work();
  tell({ group, op: 'read', start, end: now(), rows, ...asked });
}

/** A row that a call writes. */
export interface Written {
  readonly key: string;
  readonly place: HistoryPlace;
  readonly deleted?: boolean;
}

export const deleted = (key: string): Written => ({ key, place: gone, deleted: true });

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
    for (const [index, { write: id, deleted: isDeletion = false }] of begun.entries())
      tell({ group, op: 'done', write: id, end, version: `${versions[index]}`, deleted: isDeletion });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    // After any other error of the library nothing was written.
    if (error.code !== 'AMBIGUOUS_WRITE')
      for (const { write: id } of begun) tell({ group, op: 'failed', write: id, end: now() });
  }
}

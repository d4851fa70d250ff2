import { InvalidInput, Overloaded } from '../errors.js';
import { column } from '../schema/table.js';
import type { Table } from '../schema/table.js';
import type { RowWrite } from './row-writes.js';

/** Bounds the bytes of writes under way: announced, waiting for a connection, or sent. */
export class WriteBudget {
  #bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly shed: () => void,
  ) {}

  /** Runs `write`, which holds so many bytes until it ends. Throws Overloaded when there is no room, InvalidInput when there never is. */
  async spend<T>(bytes: number, write: () => Promise<T>): Promise<T> {
    if (bytes > this.limit)
      throw new InvalidInput(
        `a write of ${bytes} bytes is larger than all that may be under way (database.writeBytes, ${this.limit}); split it or raise that`,
      );
    if (this.#bytes + bytes > this.limit) {
      this.shed();
      throw new Overloaded(`writes of ${this.#bytes} bytes are under way, at most ${this.limit} may be`);
    }
    this.#bytes += bytes;
    try {
      return await write();
    } finally {
      this.#bytes -= bytes;
    }
  }
}

/** Bytes of the texts that rows are sent as, roughly: numbers and the like count 8. */
export function weightOf(table: Table, rows: readonly RowWrite[]): number {
  let bytes = 0;
  for (const { key, values } of rows) {
    bytes += key.length;
    for (const field of Object.keys(values)) {
      const value = values[field];
      const plain = typeof value === 'string' ? value.length : 8;
      bytes += column(table, field).weigh?.(value) ?? plain;
    }
  }
  return bytes;
}

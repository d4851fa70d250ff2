import { Overloaded } from '../errors.js';
import { column } from '../schema/table.js';
import type { Table } from '../schema/table.js';
import type { RowWrite } from './row-writes.js';

/** Bounds the bytes of writes under way: announced, waiting for a connection, or sent. */
export class WriteBudget {
  #bytes = 0;
  #writes = 0;

  constructor(
    private readonly limit: number,
    private readonly shed: () => void,
  ) {}

  /** Runs `write`, which holds so many bytes until it ends. Throws Overloaded when there is no room; one alone may be of any weight. */
  async spend<T>(bytes: number, write: () => Promise<T>): Promise<T> {
    if (this.#writes > 0 && this.#bytes + bytes > this.limit) {
      this.shed();
      throw new Overloaded(`writes of ${this.#bytes} bytes are under way, at most ${this.limit} may be`);
    }
    this.#bytes += bytes;
    this.#writes += 1;
    try {
      return await write();
    } finally {
      this.#bytes -= bytes;
      this.#writes -= 1;
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

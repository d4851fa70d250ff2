import type { Placed, Table } from '../schema/table.js';

const most = 100_000;

/**
 * Where rows were seen last. Only a guess that saves a writer a read: the statement checks it, and a wrong guess costs a second try. Tables
 * without placement fields need none.
 */
export class Placements {
  readonly #seen = new Map<string, Placed['placement']>();
  readonly #none: boolean;
  readonly #fields: readonly string[];

  constructor(table: Table) {
    this.#fields = table.placement;
    this.#none = table.placement.length === 0;
  }

  guess(key: string): Placed['placement'] | undefined {
    return this.#none ? {} : this.#seen.get(key);
  }

  /** Takes in where a row is. */
  learn(key: string, row: Readonly<Record<string, unknown>>): void {
    if (this.#none) return;
    const seen = this.#seen.get(key);
    if (seen !== undefined && this.#isAt(seen, row)) return;
    this.#seen.set(key, Object.fromEntries(this.#fields.map((field) => [field, row[field]])));
    if (this.#seen.size > most) for (const [oldest] of this.#seen) return void this.#seen.delete(oldest);
  }

  #isAt(seen: Placed['placement'], row: Readonly<Record<string, unknown>>): boolean {
    for (const field of this.#fields) if (seen[field] !== row[field]) return false;
    return true;
  }
}

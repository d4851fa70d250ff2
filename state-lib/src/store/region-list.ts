import type { CallOptions } from '../database/database.js';
import { InvalidInput } from '../errors.js';
import { column, parseRow } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import { listLimit, ListSource } from './list-source.js';
import { selectLists, selectPage } from './select-statements.js';
import type { Found } from './source.js';
import type { StoreParts } from './table-store.js';

export interface PageOptions extends CallOptions {
  /** Most rows of the page, 1 to 1,000. Default 1,000. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

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

/** Cuts a page off rows that may be more. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursor: (row: Row) => string): Page<Row> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { rows: kept, next: rows.length > limit && last !== undefined ? cursor(last) : undefined };
}

// Both databases order text by its bytes (PostgreSQL by the columns' collation "C"), JavaScript by UTF-16 units.
const isAfter = (one: string, other: string): boolean => Buffer.compare(Buffer.from(one), Buffer.from(other)) > 0;

/** The rows of a table in a region, from the cached list as far as it goes, else by keyset pages from the database. */
export class RegionList<C extends Columns> {
  readonly #source: ListSource<C>;

  constructor(
    private readonly table: Table<C>,
    private readonly parts: StoreParts,
    /** Field that a page may be narrowed by. */
    private readonly filter?: keyof C & string,
  ) {
    const query = { statement: selectLists(table, 'regionId'), values: (ids: readonly string[]) => [ids] };
    const name = `region_${table.name}`;
    this.#source = new ListSource(name, parts.database, table, query, parts.ttlMs);
  }

  /** A page in the order of the key, at least as new as every write acknowledged before the call. `only`: value of the filter's field. */
  async page(regionId: string, options: PageOptions, only?: string): Promise<Found<Page<RowOf<C>>>> {
    const limit = pageLimit(options.limit);
    const { value: list, from } = await this.parts.reader.find(this.#source, regionId);
    const { after } = options;
    const key = (row: RowOf<C>): string => (row as Record<string, unknown>)[this.table.key] as string;
    const wanted = list.rows.filter(
      (row) =>
        (after === undefined || isAfter(key(row), after)) &&
        (only === undefined || row[this.filter as string] === only),
    );
    if (list.complete || wanted.length > limit) return { value: pageOf(wanted, limit, key), from };
    const filters = only === undefined ? [] : [this.filter as string];
    const lowest = column(this.table, this.table.key).type === 'UUID' ? '00000000-0000-0000-0000-000000000000' : '';
    const values = [regionId, ...(only === undefined ? [] : [only]), after ?? lowest, limit + 1];
    const rows = await this.parts.database.run(selectPage(this.table, 'regionId', filters), values, options);
    const parsed = rows.map((raw) => parseRow(this.table, raw));
    return { value: pageOf(parsed, limit, key), from: 'database' };
  }
}

import * as z from 'zod';
import { InvalidInput } from '../errors.js';
import { column, parseRow } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import { ListSource } from './list-source.js';
import { listLimit, pageLimit, pageOf } from './page.js';
import type { Page, PageOptions } from './page.js';
import { isCut } from './byte-bound.js';
import { readDirectly } from './read-options.js';
import { selectLists, selectManyLists, selectPage } from './select-statements.js';
import type { StoreParts } from './table-store.js';

// Both databases order text by its bytes (PostgreSQL by the columns' collation "C"), JavaScript by UTF-16 units.
const isAfter = (one: string, other: string): boolean => Buffer.compare(Buffer.from(one), Buffer.from(other)) > 0;

/** The rows of a table with one value of a field, from the cached list as far as it goes, else by keyset pages from the database. */
export class FieldList<C extends Columns> {
  readonly #source: ListSource<C>;

  /** `field`: what the rows are listed by; the table has a collection of it. `filter`: field that a page may be narrowed by. */
  constructor(
    private readonly table: Table<C>,
    private readonly parts: StoreParts,
    private readonly field: string,
    private readonly filter?: string,
  ) {
    const collection = table.collections.find(({ by }) => by === field);
    if (collection === undefined) throw new InvalidInput(`table ${table.name} has no list by ${field}`);
    const statements = { statement: selectLists(table, field), many: selectManyLists(table, field) };
    const query = { ...statements, values: (ids: readonly string[]) => [ids] };
    this.#source = new ListSource(collection.cacheName, parts.database, table, query, parts.ttlMs);
  }

  /** A page in the order of the key, at least as new as every write acknowledged before the call. `only`: value of the filter's field. */
  async page(value: string, options: PageOptions, only?: string): Promise<Page<RowOf<C>>> {
    const limit = pageLimit(options.limit);
    const of = this.#checked(this.field, value);
    const after = options.after === undefined ? undefined : this.#checked(this.table.key, options.after);
    const list = await this.parts.reader.get(this.#source, of, options);
    const key = (row: RowOf<C>): string => (row as Record<string, unknown>)[this.table.key] as string;
    const wanted = list.rows.filter(
      (row) =>
        (after === undefined || isAfter(key(row), after)) &&
        (only === undefined || row[this.filter as string] === only),
    );
    // What was cut for its bytes is a page that ends early.
    const isPage = list.complete || wanted.length > limit || (wanted.length > 0 && list.rows.length < listLimit);
    if (isPage) return pageOf(wanted, limit, key, !list.complete);
    const filters = only === undefined ? [] : [this.filter as string];
    const lowest = column(this.table, this.table.key).type === 'UUID' ? '00000000-0000-0000-0000-000000000000' : '';
    const values = [of, ...(only === undefined ? [] : [only]), after ?? lowest, limit + 1];
    const statement = selectPage(this.table, this.field, filters);
    const rows = await readDirectly(this.parts.database, statement, values, options);
    const parsed = rows.map((raw) => parseRow(this.table, raw));
    return pageOf(parsed, limit, key, isCut(rows));
  }

  /** A value in the one form that keys of the cache have. Throws InvalidInput. */
  #checked(field: string, value: string): string {
    const parsed = column(this.table, field).schema.safeParse(value);
    if (parsed.success) return parsed.data as string;
    throw new InvalidInput(`${this.table.cacheName}.${field}: ${z.prettifyError(parsed.error)}`);
  }
}

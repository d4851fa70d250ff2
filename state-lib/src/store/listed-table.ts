import type { Columns, RowOf, Table } from '../schema/table.js';
import { FieldList } from './field-list.js';
import type { Page, PageOptions } from './page.js';
import { TableStore } from './table-store.js';
import type { StoreParts } from './table-store.js';

/** A table of the caller's own: its rows by key, and its lists. */
export class ListedTable<C extends Columns> extends TableStore<C> {
  readonly #lists: ReadonlyMap<string, FieldList<C>>;

  constructor(table: Table<C>, parts: StoreParts) {
    super(table, parts);
    const fields = table.collections.flatMap(({ by }) => by ?? []);
    this.#lists = new Map(fields.map((field) => [field, new FieldList(table, parts, field)]));
  }

  /** Rows with one value of a field that the table is listed by, in the order of their keys. Throws InvalidInput on any other field. */
  async listBy(field: keyof C & string, value: string, options: PageOptions = {}): Promise<Page<RowOf<C>>> {
    const list = this.#lists.get(field) ?? new FieldList(this.table, this.parts, field);
    return await list.page(value, options);
  }
}

import { InvalidInput } from '../errors.js';
import { checkTable } from '../schema/check-table.js';
import { entities } from '../schema/entities.js';
import { players } from '../schema/players.js';
import { regions } from '../schema/regions.js';
import type { Columns, Table } from '../schema/table.js';
import { ListedTable } from './listed-table.js';
import type { StoreParts } from './table-store.js';

/** Tables that the caller has added, each once. */
export class Tables {
  readonly #known = new Map<Table, ListedTable<Columns>>();
  readonly #names = new Set([regions, entities, players].flatMap(namesOf));

  constructor(private readonly parts: StoreParts) {}

  /** The store of a table; the same for the same definition. Throws InvalidInput when it cannot be one, or a name of it is taken. */
  add<C extends Columns>(table: Table<C>): ListedTable<C> {
    const known = this.#known.get(table);
    if (known !== undefined) return known as unknown as ListedTable<C>;
    checkTable(table);
    const taken = namesOf(table).filter((name) => this.#names.has(name));
    if (taken.length > 0) throw new InvalidInput(`table ${table.name}: the name ${taken.join(', ')} is taken`);
    for (const name of namesOf(table)) this.#names.add(name);
    const store = new ListedTable(table, this.parts);
    this.#known.set(table, store);
    return store;
  }
}

/** Names that no other table may have. */
function namesOf({ name, cacheName, collections }: Table): string[] {
  return [`SQL ${name}`, cacheName, ...collections.map((collection) => collection.cacheName)];
}

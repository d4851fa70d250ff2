import { frame, frameFormat, frameKind, headerLength } from '../cache/frame.js';
import type { CallOptions, Database, Statement } from '../database/database.js';
import { RowCodec } from '../schema/codec.js';
import type { Json } from '../schema/json.js';
import { parseRow, placedOf } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import type { Placements } from './placements.js';
import { selectByKeys } from './select-statements.js';
import type { Source, TimeToLive } from './source.js';

/** Rows of a table by primary key; undefined: no such row, which is cached too. */
export class RowSource<C extends Columns> implements Source<RowOf<C> | undefined> {
  readonly name: string;
  readonly #codec: RowCodec<C>;
  readonly #select: Statement;

  constructor(
    private readonly database: Database,
    private readonly table: Table<C>,
    private readonly placements: Placements,
    readonly ttlMs: TimeToLive,
  ) {
    this.name = table.cacheName;
    this.#codec = new RowCodec(table);
    this.#select = selectByKeys(table);
  }

  async load(ids: readonly string[], options: CallOptions = {}): Promise<(RowOf<C> | undefined)[]> {
    const found = new Map<string, RowOf<C>>();
    for (const raw of await this.database.run(this.#select, [ids], options)) {
      const row = parseRow(this.table, raw);
      const placed = placedOf(this.table, row);
      this.placements.learn(placed);
      found.set(placed.key, row);
    }
    return ids.map((id) => found.get(id));
  }

  encode(row: RowOf<C> | undefined, generation: string): string {
    const { format } = this.#codec;
    if (row === undefined) return frame(generation, format, 'A', 0n, '');
    return frame(generation, format, 'R', row['version'] as bigint, JSON.stringify(this.#codec.pack(row)));
  }

  accepts(value: string): boolean {
    return frameFormat(value) === this.#codec.format;
  }

  decode(value: string): RowOf<C> | undefined {
    if (frameKind(value) === 'A') return undefined;
    const row = this.#codec.unpack(JSON.parse(value.slice(headerLength)) as Json[]);
    this.placements.learn(placedOf(this.table, row));
    return row;
  }
}

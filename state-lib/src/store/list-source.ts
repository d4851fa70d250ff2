import { randomBytes } from 'node:crypto';
import { frame, frameFormat, headerLength } from '../cache/frame.js';
import type { FillMark } from '../cache/frame.js';
import type { Database, Statement } from '../database/database.js';
import { RowCodec } from '../schema/codec.js';
import type { Json } from '../schema/json.js';
import { parseRow } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import { boundedFrom, isCut, refuseLarge } from './byte-bound.js';
import { listLimit } from './page.js';
import type { Source, TimeToLive } from './source.js';

/** The first rows of a list, by key, as many as `listLimit` and `pageBytes` allow; `complete` when there are no more. */
export interface List<Row> {
  readonly rows: readonly Row[];
  readonly complete: boolean;
}

/** How lists are read: one statement for many of them, whose rows say by `list` whose they are. */
export interface ListQuery {
  readonly statement: Statement;
  /** The same for more lists than `boundedFrom.lists`; undefined: rows are small. */
  readonly many?: Statement | undefined;
  readonly values: (ids: readonly string[]) => unknown[];
}

/** Lists of a table's rows, each with at most `listLimit`. */
export class ListSource<C extends Columns> implements Source<List<RowOf<C>>> {
  readonly #codec: RowCodec<C>;

  constructor(
    readonly name: string,
    private readonly database: Pick<Database, 'run'>,
    private readonly table: Table<C>,
    private readonly query: ListQuery,
    readonly ttlMs: TimeToLive,
  ) {
    this.#codec = new RowCodec(table);
  }

  id(id: string): string {
    return id;
  }

  async load(ids: readonly string[]): Promise<List<RowOf<C>>[]> {
    const lists = new Map<string, Record<string, unknown>[]>(ids.map((id) => [id, []]));
    const { statement, many = statement, values } = this.query;
    const found = await this.database.run(ids.length > boundedFrom.lists ? many : statement, values(ids));
    refuseLarge(this.table, found[0]?.['ps_total']);
    for (const raw of found) lists.get(raw['ps_list'] as string)?.push(raw);
    return [...lists.values()].map((rows) => ({
      rows: rows.slice(0, listLimit).map((raw) => parseRow(this.table, raw)),
      complete: rows.length <= listLimit && !isCut(rows),
    }));
  }

  encode({ rows, complete }: List<RowOf<C>>, mark: FillMark): string {
    // No version orders a list: its content is known by the fill.
    const version = randomBytes(8).readBigInt64BE();
    const payload = JSON.stringify([complete, rows.map((row) => this.#codec.pack(row))]);
    return frame(mark, this.#codec.format, 'L', version, payload);
  }

  accepts(value: string): boolean {
    return frameFormat(value) === this.#codec.format;
  }

  decode(value: string): List<RowOf<C>> {
    const [complete, rows] = JSON.parse(value.slice(headerLength)) as [boolean, Json[][]];
    return { complete, rows: rows.map((row) => this.#codec.unpack(row)) };
  }
}

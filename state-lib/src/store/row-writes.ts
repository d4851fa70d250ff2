import { InvalidInput } from '../errors.js';
import { column } from '../schema/table.js';
import type { Placed, Table } from '../schema/table.js';
import type { Guard } from '../coherence/epoch-watch.js';
import { cacheKey } from './source.js';
import { writeStatement } from './write-statements.js';
import type { WriteForm, WriteStatement } from './write-statements.js';

/** What a write asks of the row that it finds. */
export interface Expecting {
  /** Version that the row must have; undefined: any. */
  readonly expected?: bigint | undefined;
}

/** What a batch of writes asks of the rows that it finds. */
export interface ExpectingEach {
  /** Versions that the rows must have, in the order of the batch; an undefined entry: any. Undefined: any of all. */
  readonly expected?: readonly (bigint | undefined)[] | undefined;
}

/** One row to write. */
export interface RowWrite extends Expecting {
  readonly key: string;
  /** New values; all writes of a batch have the same fields. */
  readonly values: Readonly<Record<string, unknown>>;
}

const statements = new WeakMap<Table, Map<string, WriteStatement>>();

/** The statement of a form, made once. */
export function statementOf(table: Table, form: WriteForm): WriteStatement {
  let known = statements.get(table);
  if (known === undefined) statements.set(table, (known = new Map<string, WriteStatement>()));
  const id = `${form.kind} ${form.pinned} ${form.locked} ${form.whole} ${form.fields.join(' ')}`;
  let statement = known.get(id);
  if (statement === undefined) known.set(id, (statement = writeStatement(table, form)));
  return statement;
}

/** The rows with the versions that they must have. Throws InvalidInput when there are fewer or more versions than rows. */
export function expecting(
  table: Table,
  rows: readonly RowWrite[],
  { expected }: ExpectingEach = {},
): readonly RowWrite[] {
  if (expected === undefined) return rows;
  if (expected.length !== rows.length)
    throw new InvalidInput(
      `a batch of ${rows.length} rows of ${table.name} has ${expected.length} expected versions: give one for each row, undefined for any`,
    );
  return rows.map((row, index) => ({ ...row, expected: expected[index] }));
}

/** Fields of a batch. Throws InvalidInput when a key comes twice or the fields differ. */
export function batchFields(table: Table, rows: readonly RowWrite[]): string[] {
  if (new Set(rows.map(({ key }) => key)).size < rows.length)
    throw new InvalidInput(`a batch of ${table.name} names the same key twice`);
  const fields = Object.keys(rows[0]?.values ?? {}).toSorted();
  for (const { key, values } of rows)
    if (Object.keys(values).length !== fields.length || !fields.every((field) => Object.hasOwn(values, field)))
      throw new InvalidInput(
        `${table.cacheName} ${key}: all writes of a batch must set the same fields (${fields.join(', ')})`,
      );
  return fields;
}

/** Parameters of a write statement. `was`: where the rows were, for a pinned statement. */
export function writeValues(
  table: Table,
  statement: WriteStatement,
  rows: readonly RowWrite[],
  was: readonly (Placed['placement'] | undefined)[],
  guard: Guard,
): unknown[] {
  const pins = statement.pinned ? table.placement : [];
  return [
    String(guard.generation),
    guard.deadline,
    rows.map(({ key }) => key),
    rows.map(({ expected }) => expected?.toString() ?? null),
    ...pins.map((field) => {
      const found = column(table, field);
      return was.map((placement) => {
        const value = placement?.[field] ?? null;
        return value === null ? null : found.bind(value);
      });
    }),
    ...statement.fields.map((field) => {
      const found = column(table, field);
      return rows.map(({ values }) => found.bind(values[field]));
    }),
  ];
}

/** Cache keys of every value that has any of these placements of the row in it, the row itself included. */
export function touchedKeys(table: Table, key: string, placements: readonly Placed['placement'][]): string[] {
  const keys = [cacheKey(table.cacheName, key)];
  for (const placement of placements)
    for (const { cacheName, idOf } of table.collections) keys.push(cacheKey(cacheName, idOf({ key, placement })));
  return keys;
}

/** Where a row is after a write, given where it was. */
export function placementAfter(
  table: Table,
  values: RowWrite['values'],
  was: Placed['placement'] | undefined,
): Placed['placement'] {
  const isMoved = was === undefined || table.placement.some((field) => field in values);
  if (!isMoved) return was;
  return Object.fromEntries(table.placement.map((field) => [field, field in values ? values[field] : was?.[field]]));
}

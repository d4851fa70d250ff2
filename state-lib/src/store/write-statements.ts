import { readBoolean, readInteger } from '../database/bytes.js';
import type { Statement } from '../database/database.js';
import { rowDecoder } from '../database/row-decoder.js';
import type { ReadField } from '../database/row-decoder.js';
import { column } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import type { Column } from '../schema/columns.js';

/** `create`: no row may exist. `update`, `delete`: one must. `upsert`: either. */
export type WriteKind = 'create' | 'update' | 'upsert' | 'delete';

export interface WriteForm {
  readonly kind: WriteKind;
  /** Fields whose new values are parameters, in order, after the fixed ones. */
  readonly fields: readonly string[];
  /** Whether rows that are not where they were expected fail the batch: the writer announced other lists. */
  readonly pinned: boolean;
  /**
   * Whether rows are locked first, as isolation below serializable needs. The epoch is locked by a pinned statement only: a transaction
   * checks it once more, locked, when it commits, and must not hold up moves before.
   */
  readonly locked: boolean;
  /** Whether the rows are answered as they were written; not of a deletion. */
  readonly whole: boolean;
}

export interface WriteStatement extends Statement, WriteForm {}

/** A first version that is above every version that a deleted row of the same key ever had. */
const firstVersion = '(extract(epoch FROM clock_timestamp()) * 1000000)::INT8';

/**
 * NULL, as a version. Below serializable an INSERT may meet a row that its own statement cannot see, whose old lists it could not name: the
 * version must not be NULL, so that all is rolled back, and the next try sees the row.
 */
const unseen = 'CASE WHEN t.version IS NULL THEN t.version END';

/** Whether the writer's epoch still counts and its announcement has not run out. $1: generation, $2: deadline. */
export function guardQuery(locked: boolean): string {
  return `SELECT 1 AS held FROM cache_epoch WHERE scope = 'state' AND generation = $1::INT8 AND clock_timestamp() < $2::TIMESTAMPTZ${
    locked ? ' FOR SHARE' : ''
  }`;
}

/**
 * One statement that writes a batch of rows or none of them. $1 generation, $2 deadline, $3 keys, $4 expected versions (NULL: any),
 * then, when pinned, expected old placement, then new values of `fields`; all but the first two are arrays. Rows of the result, in order:
 * `held` (whether the guard held), `before` and `after` (versions), `was_…` (old placement), and when whole, `now_…` (all columns).
 */
export function writeStatement(table: Table, form: WriteForm): WriteStatement {
  const { kind, fields, pinned, locked } = form;
  const whole = wholeFields(table, form);
  const key = column(table, table.key);
  const placement = table.placement.map((field) => column(table, field));
  const pins = pinned ? placement : [];
  const set = fields.map((field) => column(table, field));
  const types = [key.type, 'INT8', ...pins.map(({ type }) => type), ...set.map(({ type }) => type)];
  const names = ['k', 'expected', ...pins.map(({ name }) => `was_${name}`), ...set.map(({ name }) => `c_${name}`)];
  const was = placement.map(({ name }) => `, t.${name} AS was_${name}`).join('');
  const moved = pins.map(({ name }) => ` OR b.was_${name} IS DISTINCT FROM i.was_${name}`).join('');
  const clash = `(i.expected IS NOT NULL AND i.expected <> b.version)${moved}`;
  const faults = {
    create: 'b.k IS NOT NULL',
    update: `b.k IS NULL OR ${clash}`,
    delete: `b.k IS NULL OR ${clash}`,
    upsert: `(b.k IS NULL AND i.expected IS NOT NULL) OR (b.k IS NOT NULL AND (${clash}))`,
  };
  const inputs = types.map((type, index) => `$${index + 3}::${type}[]`).join(', ');
  const text = `WITH guard AS (
  ${guardQuery(locked && pinned)}
), input AS (
  SELECT * FROM unnest(${inputs}) WITH ORDINALITY AS u(${names.join(', ')}, ord)
), before AS (
  SELECT t.${key.name} AS k, t.version AS version${was} FROM input AS i JOIN ${table.name} AS t ON t.${key.name} = i.k${
    locked ? ' FOR UPDATE OF t' : ''
  }
), fault AS (
  SELECT i.ord AS ord FROM input AS i LEFT JOIN before AS b ON b.k = i.k WHERE ${faults[kind]}
), written AS (
  ${writing(table, form, set)}
)
SELECT EXISTS (SELECT 1 FROM guard) AS held, b.version AS before, w.version AS after${placement
    .map(({ name }) => `, b.was_${name} AS was_${name}`)
    .join('')}${whole.map(([, { name }]) => `, w.now_${name} AS now_${name}`).join('')}
FROM input AS i LEFT JOIN before AS b ON b.k = i.k LEFT JOIN written AS w ON w.k = i.k ORDER BY i.ord`;
  const read: ReadField[] = [
    ['held', readBoolean],
    ['before', readInteger],
    ['after', readInteger],
    ...placement.map(({ name, read: readWas }): ReadField => [`was_${name}`, readWas]),
    ...whole.map(([field, { read: readNow }]): ReadField => [`now_${field}`, readNow]),
  ];
  const label = `${table.name}.${kind}`;
  return { ...form, label, text, decode: rowDecoder(label, read) };
}

function wholeFields(table: Table, { whole }: WriteForm): [field: string, column: Column<unknown>][] {
  return whole ? Object.entries(table.columns) : [];
}

/** The row that a whole statement wrote. */
export function writtenRow<C extends Columns>(table: Table<C>, raw: Readonly<Record<string, unknown>>): RowOf<C> {
  return Object.fromEntries(Object.keys(table.columns).map((field) => [field, raw[`now_${field}`]])) as RowOf<C>;
}

function writing(table: Table, form: WriteForm, set: readonly { readonly name: string }[]): string {
  const { kind, locked } = form;
  const key = column(table, table.key).name;
  const allowed = 'EXISTS (SELECT 1 FROM guard) AND NOT EXISTS (SELECT 1 FROM fault)';
  const managed = Object.values(table.columns).filter(({ origin }) => origin === 'created' || origin === 'touched');
  const touched = managed.filter(({ origin }) => origin === 'touched').map(({ name }) => `${name} = now()`);
  const now = wholeFields(table, form).map(([, { name }]) => `, t.${name} AS now_${name}`);
  const returning = `RETURNING t.${key} AS k, t.version AS version${now.join('')}`;
  if (kind === 'delete')
    return `DELETE FROM ${table.name} AS t USING input AS i WHERE t.${key} = i.k AND ${allowed} ${returning}`;
  if (kind === 'update') {
    const changes = [...set.map(({ name }) => `${name} = i.c_${name}`), ...touched, 'version = t.version + 1'];
    return `UPDATE ${table.name} AS t SET ${changes.join(', ')} FROM input AS i WHERE t.${key} = i.k AND ${allowed} ${returning}`;
  }
  const names = [key, ...set.map(({ name }) => name), ...managed.map(({ name }) => name), 'version'];
  const seen = locked && kind === 'upsert';
  const first = seen ? `CASE WHEN b.k IS NULL THEN ${firstVersion} ELSE 0 END` : firstVersion;
  const next = seen ? 'CASE WHEN excluded.version = 0 THEN t.version + 1 END' : 't.version + 1';
  const values = ['i.k', ...set.map(({ name }) => `i.c_${name}`), ...managed.map(() => 'now()'), first];
  const changes = [...set.map(({ name }) => `${name} = excluded.${name}`), ...touched, `version = ${next}`];
  const nothing = locked ? `DO UPDATE SET version = ${unseen}` : 'DO NOTHING';
  const conflict = kind === 'create' ? nothing : `DO UPDATE SET ${changes.join(', ')}`;
  const from = seen ? 'input AS i LEFT JOIN before AS b ON b.k = i.k' : 'input AS i';
  return `INSERT INTO ${table.name} AS t (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${from} WHERE ${allowed}
  ON CONFLICT (${key}) ${conflict} ${returning}`;
}

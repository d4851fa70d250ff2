import * as z from 'zod';
import { InvalidInput } from '../../errors.js';
import { RowCodec } from '../../schema/codec.js';
import { callerFields, column, rowSchema } from '../../schema/table.js';
import type { Columns, Table } from '../../schema/table.js';
import type { State } from '../../state.js';
import type { TableStore } from '../../store/table-store.js';

/** What a request gives, by field; the schemas of its table have checked it. */
type Body = Readonly<Record<string, unknown>>;

/** A table as the service shows it. */
export interface Resource {
  /** `Entity`: name of its schema. */
  readonly name: string;
  /** `entities`: its part of the path, and its tag. */
  readonly plural: string;
  readonly table: Table;
  readonly codec: RowCodec<Columns>;
  readonly store: (state: State) => TableStore<Columns>;
  /** A key in its one form. Throws InvalidInput. */
  readonly key: (text: string) => string;
  readonly keySchema: z.ZodType<string>;
  /** Body of a PUT: the row without its key. */
  readonly whole: z.ZodType<Body>;
  /** Body of a PATCH: at least one field. */
  readonly change: z.ZodType<Body>;
  /** A row as it is answered. */
  readonly shown: z.ZodObject;
  /** A row of a batch, with its key. */
  readonly row: z.ZodType<Body>;
  /** The row to store. Throws InvalidInput when body and key disagree. */
  readonly toStore: (body: Body, key?: string) => Body;
}

type Shape = Readonly<Record<string, z.ZodType>>;

/** The validators of a table's columns, by field. */
export function shapeOf(table: Table, fields: readonly string[]): Shape {
  return Object.fromEntries(fields.map((field) => [field, column(table, field).schema]));
}

export function changeSchema(shape: Shape): z.ZodType<Body> {
  return z
    .strictObject(shape)
    .partial()
    .refine((change) => Object.values(change).some((value) => value !== undefined), 'must have a field to change')
    .meta({ minProperties: 1 });
}

/** A table whose rows are written as they are. */
export function tableResource<C extends Columns>(
  name: string,
  plural: string,
  table: Table<C>,
  store: (state: State) => TableStore<C>,
): Resource {
  const fields = callerFields(table);
  const values = shapeOf(
    table,
    fields.filter((field) => field !== table.key),
  );
  const keySchema = column(table, table.key).schema as z.ZodType<string>;
  return {
    ...{ name, plural, table, keySchema, store },
    codec: new RowCodec<Columns>(table),
    shown: rowSchema(table),
    key: (text) => parseKey(table, keySchema, text),
    whole: z.strictObject(values),
    change: changeSchema(values),
    row: z.strictObject(shapeOf(table, fields)),
    toStore: (body, key) => (key === undefined ? body : { ...body, [table.key]: key }),
  };
}

function parseKey(table: Table, schema: z.ZodType<string>, text: string): string {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(`${table.key}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
}

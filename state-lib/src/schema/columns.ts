import * as z from 'zod';
import { readAscii, readBoolean, readInteger, readNumber, readText, readTime } from '../database/bytes.js';
import type { ReadBytes } from '../database/bytes.js';
import { FixedDate, fixedDate } from './fixed-date.js';
import { frozen, frozenJson, isStorable } from './json.js';
import type { Json } from './json.js';
import { jsonForms } from './json-form.js';

/** Who gives a column its value: the caller, or the statement that writes the row. */
export type Origin = 'caller' | 'version' | 'created' | 'touched';

/** One column: its SQL type, its codec for the cache, what it accepts from outside. */
export interface Column<T, O extends Origin = Origin> {
  /** Name in SQL. */
  readonly name: string;
  /** Type in SQL, valid in CockroachDB and in PostgreSQL. */
  readonly type: string;
  readonly nullable: boolean;
  readonly origin: O;
  /** Accepts the JSON form and the typed form, gives the typed form. */
  readonly schema: z.ZodType<T>;
  /** Texts that the schema takes as they are, for keys: a quick way around it. */
  readonly plainText?: RegExp | undefined;
  /** Typed value → parameter of pg. */
  bind(value: T): unknown;
  /** Length of what `bind` will give, where a value may be long and is no string. */
  weigh?(value: T): number;
  /** What pg returns → typed value. */
  parse(value: unknown): T;
  /** The same from the bytes, where no value is NULL. */
  readonly read: ReadBytes<T>;
  /** Typed value → JSON, as the service and the cache carry it. */
  pack(value: T): Json;
  /** What the cache carries instead, where it is shorter and quicker. */
  store?(value: T): Json;
  /** Takes both forms. */
  unpack(value: Json): T;
}

const loneSurrogate = /\p{Cs}/u;
const minimum = -(2n ** 63n);
const maximum = 2n ** 63n - 1n;
const int8Message = 'must be a 64-bit integer: a safe number or a decimal string';
const decimal = { type: 'string', format: 'int64', pattern: '^-?\\d{1,19}$' } as const;

/** JSON of a 64-bit integer: a decimal string, or a number where it is exact. */
export const int8Schema = z
  .union([z.int(), z.string().regex(/^-?\d{1,19}$/, int8Message), z.bigint()], int8Message)
  .transform((value) => BigInt(value))
  .refine((value) => value >= minimum && value <= maximum, int8Message)
  .register(jsonForms, { input: { anyOf: [{ type: 'integer' }, decimal] }, output: decimal });

/** INT8 as bigint; JSON carries it as a decimal string. */
export function int8<O extends Origin = 'caller'>(name: string, origin: O = 'caller' as O): Column<bigint, O> {
  return {
    ...{ name, type: 'INT8', nullable: false, origin, schema: int8Schema },
    bind: (value) => value.toString(),
    parse: (value) => BigInt(value as string),
    read: readInteger,
    pack: (value) => value.toString(),
    unpack: (value) => BigInt(value as string),
  };
}

/** A column of the caller's, whose typed form is its JSON form. */
function plain<T extends Json>(
  name: string,
  type: string,
  schema: z.ZodType<T>,
  read: ReadBytes<T>,
): Column<T, 'caller'> {
  return {
    ...{ name, type, nullable: false, origin: 'caller', schema, read },
    bind: (value) => value,
    parse: (value) => value as T,
    pack: (value) => value,
    unpack: (value) => value as T,
  };
}

// VARCHAR counts code points, length counts UTF-16 units.
const codePoints = (value: string): number => value.length - (value.match(/[\ud800-\udbff]/g)?.length ?? 0);

/** VARCHAR of at most `length` characters; NUL is refused, since SQL text cannot hold it. */
export function varchar(name: string, length: number): Column<string, 'caller'> {
  const schema = z
    .string()
    .refine((value) => !value.includes('\0') && !loneSurrogate.test(value), 'must be well-formed text without NUL')
    .refine((value) => value !== '' && codePoints(value) <= length, `must have 1 to ${length} characters`)
    .meta({ minLength: 1, maxLength: length });
  return { ...plain(name, 'VARCHAR', schema, readText), plainText: new RegExp(`^[\\x20-\\x7e]{1,${length}}$`) };
}

export function bool(name: string): Column<boolean, 'caller'> {
  return plain(name, 'BOOL', z.boolean(), readBoolean);
}

/** FLOAT8; finite only. */
export function float8(name: string): Column<number, 'caller'> {
  return plain(name, 'FLOAT8', z.number(), readNumber);
}

/** UUID, lower case. */
export function uuid(name: string): Column<string, 'caller'> {
  return {
    ...plain(name, 'UUID', z.guid().toLowerCase() as z.ZodType<string>, readAscii),
    plainText: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/,
  };
}

/** Texts of JSON that was checked and is about to be written, so that each is made once. */
const checked = new WeakMap<object, string>();

function checkedText(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value === 'object' && value !== null) checked.set(value, text);
  return text;
}

function takeText(value: Json): string {
  const text = checked.get(value as object);
  if (text === undefined) return JSON.stringify(value);
  checked.delete(value as object);
  return text;
}

const readJson: ReadBytes<Json> = (bytes, start, end) => frozenJson(readText(bytes, start, end));

/** JSONB of at most `bytes` of JSON text; what is read is frozen. */
export function jsonb(name: string, bytes: number): Column<Json, 'caller'> {
  const schema = z
    .unknown()
    .refine(isStorable, { error: 'must be well-formed JSON of at most 64 levels, without NUL', abort: true })
    .refine(
      (value) => Buffer.byteLength(checkedText(value)) <= bytes,
      `must be at most ${bytes} bytes of JSON`,
    ) as z.ZodType<Json>;
  return {
    ...{ name, type: 'JSONB', nullable: false, origin: 'caller', schema },
    bind: takeText,
    weigh: (value) => (checked.get(value as object) ?? checkedText(value)).length,
    parse: (value) => frozen(value as Json),
    read: readJson,
    pack: (value) => value,
    unpack: frozen,
  };
}

const time = { type: 'string', format: 'date-time' } as const;

/** TIMESTAMPTZ as Date; what is read cannot be changed. JSON carries ISO 8601. */
export function timestamp<O extends Origin = 'caller'>(name: string, origin: O = 'caller' as O): Column<Date, O> {
  const schema = z
    .union([z.iso.datetime({ offset: true }), z.date()], 'must be an ISO 8601 time')
    .transform((value) => new Date(value))
    .register(jsonForms, { input: time, output: time });
  return {
    ...{ name, type: 'TIMESTAMPTZ', nullable: false, origin, schema },
    bind: (value) => value.toISOString(),
    parse: (value) => fixedDate(value as Date),
    read: readTime,
    pack: (value) => value.toISOString(),
    store: (value) => value.getTime(),
    unpack: (value) => new FixedDate(value as string | number),
  };
}

/** The same column, NULL allowed. */
export function nullable<T, O extends Origin>(column: Column<T, O>): Column<T | null, O> {
  return {
    ...column,
    nullable: true,
    schema: column.schema.nullable(),
    ...(column.weigh === undefined ? {} : { weigh: (value) => (value === null ? 0 : (column.weigh?.(value) ?? 0)) }),
    ...(column.store === undefined ? {} : { store: (value) => value && (column.store?.(value) as Json) }),
    bind: (value) => (value === null ? null : column.bind(value)),
    parse: (value) => (value === null ? null : column.parse(value)),
    pack: (value) => (value === null ? null : column.pack(value)),
    unpack: (value) => (value === null ? null : column.unpack(value)),
  };
}

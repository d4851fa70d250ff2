import { deserialize, serialize } from 'node:v8';
import { Packr } from 'msgpackr';
import { RowCodec } from '../src/schema/codec.js';
import { entities } from '../src/schema/entities.js';
import type { Entity } from '../src/schema/entities.js';
import { FixedDate } from '../src/schema/fixed-date.js';
import { frozen } from '../src/schema/json.js';
import type { Json } from '../src/schema/json.js';

/** A form of a row in Redis. Texts bear what it takes to make bytes of them and back, as the driver does; no header of the cache is in it. */
export interface Encoding {
  readonly name: string;
  encode(row: Entity): Buffer;
  /** Gives a row that can be shared: typed, and frozen at every depth. */
  decode(bytes: Buffer): Entity;
}

/** A row as it comes out of a form that knows its fields. */
interface Loose {
  readonly version: bigint | string;
  readonly createdAt: Date | string;
  readonly updatedAt: Date | string;
  readonly position: Json;
  readonly payload: Json;
}

function typed(row: unknown): Entity {
  const { version, createdAt, updatedAt, position, payload } = row as Loose;
  frozen(position);
  frozen(payload);
  const types = {
    createdAt: new FixedDate(createdAt),
    updatedAt: new FixedDate(updatedAt),
    version: BigInt(version),
  };
  return Object.freeze(Object.assign(row as Entity, types));
}

const codec = new RowCodec(entities);
const named = new Packr({ useRecords: false });
const array = new Packr({ useRecords: false });
// As if every process had agreed on them before, its payloads' too.
const records = new Packr({ structures: [] });

/** Ours first. */
export const encodings: readonly Encoding[] = [
  {
    name: 'state-lib: array of JSON',
    encode: (row) => Buffer.from(JSON.stringify(codec.pack(row))),
    decode: (bytes) => codec.unpack(JSON.parse(bytes.toString()) as Json[]),
  },
  {
    name: 'JSON.stringify, with field names',
    encode: (row) => Buffer.from(JSON.stringify({ ...row, version: row.version.toString() })),
    decode: (bytes) => typed(JSON.parse(bytes.toString())),
  },
  { name: 'v8.serialize', encode: serialize, decode: (bytes) => typed(deserialize(bytes)) },
  {
    name: 'msgpackr, with field names',
    encode: (row) => named.pack(row),
    decode: (bytes) => typed(named.unpack(bytes)),
  },
  {
    name: 'msgpackr, shared structures',
    encode: (row) => records.pack(row),
    decode: (bytes) => typed(records.unpack(bytes)),
  },
  {
    name: 'msgpackr, our array',
    encode: (row) => array.pack(codec.pack(row)),
    decode: (bytes) => codec.unpack(array.unpack(bytes) as Json[]),
  },
];

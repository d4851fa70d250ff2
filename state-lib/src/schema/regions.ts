import { bool, int8, timestamp, varchar } from './columns.js';
import { InvalidInput } from '../errors.js';
import type { RowOf, Table } from './table.js';

/** Place of a region: three 64-bit integers. */
export interface Coordinates {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const columns = {
  id: varchar('region_id', 64),
  x: int8('region_x'),
  y: int8('region_y'),
  z: int8('region_z'),
  ownerServerId: int8('owner_server_id'),
  lastModified: timestamp('last_modified', 'touched'),
  isActive: bool('is_active'),
  playerCount: int8('player_count'),
  entityCount: int8('entity_count'),
  version: int8('version', 'version'),
};

export type Region = RowOf<typeof columns>;

/** Regions, keyed `x_y_z`; 64-bit limits just fit into 64 characters. */
export const regions: Table<typeof columns> = {
  name: 'regions',
  cacheName: 'region',
  columns,
  key: 'id',
  placement: [],
  collections: [{ cacheName: 'region_tile', idOf: ({ key }) => tileId(tileOf(regionCoordinates(key))) }],
};

/** Regions along an edge of a tile, as a power of two: bounds are read from tiles of 8³ regions. */
const tileBits = 3n;
export const tileEdge = 1n << tileBits;

/** The tile that a region is in. */
export function tileOf({ x, y, z }: Coordinates): Coordinates {
  return { x: x >> tileBits, y: y >> tileBits, z: z >> tileBits };
}

/** The region at a tile's lowest corner. */
export function tileCorner({ x, y, z }: Coordinates): Coordinates {
  return { x: x << tileBits, y: y << tileBits, z: z << tileBits };
}

/** `0_-1_2` of a tile. */
export function tileId({ x, y, z }: Coordinates): string {
  return `${x}_${y}_${z}`;
}

/** `0_-1_2` */
export function regionId({ x, y, z }: Coordinates): string {
  return `${x}_${y}_${z}`;
}

const form = /^(0|-?[1-9]\d{0,18})_(0|-?[1-9]\d{0,18})_(0|-?[1-9]\d{0,18})$/;

/** Coordinates of `0_-1_2`. Throws InvalidInput on any other form, leading zeros and 64-bit overflow included. */
export function regionCoordinates(id: string): Coordinates {
  const parts = form.exec(id)?.slice(1).map(BigInt);
  if (parts === undefined || parts.some((part) => BigInt.asIntN(64, part) !== part))
    throw new InvalidInput(
      `region id must be x_y_z with three 64-bit integers, got ${JSON.stringify(id.slice(0, 80))}`,
    );
  const [x, y, z] = parts as [bigint, bigint, bigint];
  return { x, y, z };
}

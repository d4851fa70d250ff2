import type { Statement } from '../database/database.js';
import { regionCoordinates, regions, tileCorner, tileEdge, tileId, tileOf } from '../schema/regions.js';
import type { Coordinates, Region } from '../schema/regions.js';
import { InvalidInput } from '../errors.js';
import type { ListQuery } from './list-source.js';
import { columnList } from './select-statements.js';

/** A box of regions, both corners in it. */
export interface Bounds {
  readonly min: Coordinates;
  readonly max: Coordinates;
}

const columns = columnList(regions, 't');

/** Whole tiles. $1: tile ids, $2: x, $3: y, $4: lowest z; a tile has one entry for each of its 64 columns of regions. */
export const selectTiles: Statement = {
  label: 'regions.tiles',
  text: `SELECT k.list AS ps_list, ${columns} FROM unnest($1::VARCHAR[], $2::INT8[], $3::INT8[], $4::INT8[]) AS k(list, x, y, z)
JOIN regions AS t ON t.region_x = k.x AND t.region_y = k.y AND t.region_z >= k.z AND t.region_z <= k.z + ${tileEdge - 1n}`,
};

/** A page of bounds in the order of x, y, z. $1–$3: lowest, $4–$6: highest, $7–$9: place to start after, unless $10; $11: limit. */
export const selectBounds = boundsStatement('regions.bounds', '');

/** The same of active regions only. */
export const selectActiveBounds = boundsStatement('regions.active_bounds', 't.is_active AND ');

function boundsStatement(label: string, also: string): Statement {
  const text = `SELECT ${columns} FROM regions AS t WHERE ${also}t.region_x >= $1::INT8 AND t.region_x <= $4::INT8
AND t.region_y >= $2::INT8 AND t.region_y <= $5::INT8 AND t.region_z >= $3::INT8 AND t.region_z <= $6::INT8
AND ($10::BOOL OR (t.region_x, t.region_y, t.region_z) > ($7::INT8, $8::INT8, $9::INT8))
ORDER BY t.region_x, t.region_y, t.region_z LIMIT $11::INT8`;
  return { label, text };
}

export const tileQuery: ListQuery = {
  statement: selectTiles,
  values: (ids) => {
    const columnsOf = ids.flatMap((id) => {
      const corner = tileCorner(regionCoordinates(id));
      const edge = Array.from({ length: Number(tileEdge) }, (_, index) => BigInt(index));
      return edge.flatMap((x) => edge.map((y) => [id, corner.x + x, corner.y + y, corner.z] as const));
    });
    return [0, 1, 2, 3].map((part) => columnsOf.map((entry) => String(entry[part])));
  },
};

/** The tiles that bounds touch; undefined when they are more than `most`. */
export function tilesOf({ min, max }: Bounds, most: number): string[] | undefined {
  const [low, high] = [tileOf(min), tileOf(max)];
  const counts = [high.x - low.x, high.y - low.y, high.z - low.z].map((difference) => difference + 1n);
  if (Number(counts.reduce((product, count) => product * count, 1n)) > most) return undefined;
  const ids: string[] = [];
  for (let x = low.x; x <= high.x; x += 1n)
    for (let y = low.y; y <= high.y; y += 1n) for (let z = low.z; z <= high.z; z += 1n) ids.push(tileId({ x, y, z }));
  return ids;
}

/** The part of bounds that is in a tile which they touch. */
export function tileBounds(tile: Coordinates, { min, max }: Bounds): Bounds {
  const corner = tileCorner(tile);
  const low = (axis: 'x' | 'y' | 'z'): bigint => (corner[axis] > min[axis] ? corner[axis] : min[axis]);
  const high = (axis: 'x' | 'y' | 'z'): bigint => {
    const last = corner[axis] + tileEdge - 1n;
    return last < max[axis] ? last : max[axis];
  };
  return { min: { x: low('x'), y: low('y'), z: low('z') }, max: { x: high('x'), y: high('y'), z: high('z') } };
}

/** Throws InvalidInput when a corner is not low and high. */
export function checkBounds({ min, max }: Bounds): void {
  for (const axis of ['x', 'y', 'z'] as const)
    if (min[axis] > max[axis])
      throw new InvalidInput(`bounds: min.${axis} ${min[axis]} is above max.${axis} ${max[axis]}`);
}

export function within({ min, max }: Bounds, region: Region): boolean {
  return (['x', 'y', 'z'] as const).every((axis) => region[axis] >= min[axis] && region[axis] <= max[axis]);
}

/** Order of x, then y, then z. */
export function comparePlaces(one: Coordinates, other: Coordinates): number {
  for (const axis of ['x', 'y', 'z'] as const) if (one[axis] !== other[axis]) return one[axis] < other[axis] ? -1 : 1;
  return 0;
}

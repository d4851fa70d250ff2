import { regionId, tileId, tileOf } from '../schema/regions.js';
import type { Coordinates } from '../schema/regions.js';
import { InvalidInput } from '../errors.js';
import type { Bounds } from './region-bounds.js';

/** Regions around the place where players begin. */
export interface Spawn {
  readonly at: Coordinates;
  /** Regions to each side, 0 to 10: a cube of up to 21³. Default 10. */
  readonly radius?: number | undefined;
}

/** The regions of a spawn. Throws InvalidInput. */
export function spawnBounds({ at, radius = 10 }: Spawn): Bounds {
  if (!Number.isInteger(radius) || radius < 0 || radius > 10)
    throw new InvalidInput(`spawn.radius must be an integer from 0 to 10, got ${radius}`);
  const by = (distance: bigint): Coordinates => ({ x: at.x + distance, y: at.y + distance, z: at.z + distance });
  return { min: by(BigInt(-radius)), max: by(BigInt(radius)) };
}

/** Tells what belongs to a spawn: its regions, their tiles, and the lists of what is in them. */
export function pinnedBy(spawn: Spawn | undefined): (source: string, id: string) => boolean {
  if (spawn === undefined) return () => false;
  const { min, max } = spawnBounds(spawn);
  const [regions, tiles] = [new Set<string>(), new Set<string>()];
  for (let { x } = min; x <= max.x; x += 1n)
    for (let { y } = min; y <= max.y; y += 1n)
      for (let { z } = min; z <= max.z; z += 1n) {
        regions.add(regionId({ x, y, z }));
        tiles.add(tileId(tileOf({ x, y, z })));
      }
  return (source, id) => {
    if (source === 'region_tile') return tiles.has(id);
    return (source === 'region' || source === 'region_entities' || source === 'region_players') && regions.has(id);
  };
}

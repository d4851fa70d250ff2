import type { Programs } from '../programs.js';
import { makeEntities, makeRegions } from '../world.js';
import { edge, regionName } from './player.js';

/** Ids of what is in the database, all of which players ask for. */
export interface Planet {
  readonly entities: readonly string[];
  readonly regions: readonly string[];
}

/** Fills the database: 10,000 things that move, and 5,292 regions, a margin around where the players are included. */
export async function makePlanet(programs: Programs): Promise<Planet> {
  const { entities } = await makeEntities(programs, 10_000, 80);
  const floor = Array.from(
    { length: (edge + 2) ** 2 },
    (_, index) => [(index % (edge + 2)) - 1, Math.floor(index / (edge + 2)) - 1] as const,
  );
  const regions = [-1, 0, 1].flatMap((z) => floor.map(([x, y]) => ({ id: regionName(x, y, z), x, y, z })));
  await makeRegions(programs, regions);
  return { entities, regions: regions.map(({ id }) => id) };
}

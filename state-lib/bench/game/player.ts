import { pick, seeded, zipf } from '../../histories/random.js';

/** What a game server asks of a cache: rows with their versions. */
export interface Side {
  regions(ids: readonly string[]): Promise<readonly unknown[]>;
  entities(ids: readonly string[]): Promise<readonly unknown[]>;
  /** Changes an entity through another instance; gives its new version. */
  move(id: string): Promise<bigint>;
}

/** Regions along an edge of the world, which is two floors high. */
export const edge = 40;

export const regionName = (x: number, y: number, z: number): string => `${x}_${y}_${z}`;

/** Counts of a game; reads are of rows. */
export interface Score {
  reads: number;
  stale: number;
  writes: number;
}

/** One call is one move of a player: 9 to 27 neighbouring regions, 20 to 200 entities, in 1 to 5 of 100 moves a write. */
export function game(
  side: Side,
  entities: readonly string[],
  skew: number,
  seed: number,
): { move: () => Promise<void>; score: Score } {
  const random = seeded(seed);
  const places = Array.from({ length: edge * edge }, (_, index) => [index % edge, Math.floor(index / edge)] as const);
  const place = zipf(shuffled(places, seeded(9)), skew);
  const entity = zipf(entities, skew);
  const acknowledged = new Map<string, bigint>();
  const score = { reads: 0, stale: 0, writes: 0 };
  const check = (rows: readonly unknown[], before: ReadonlyMap<string, bigint | undefined>): void => {
    score.reads += rows.length;
    for (const row of rows as readonly { readonly id: string; readonly version: bigint | string }[])
      if (BigInt(row.version) < (before.get(row.id) ?? 0n)) score.stale += 1;
  };
  const move = async (): Promise<void> => {
    const [x, y] = place(random);
    const floors = random() < 0.5 ? [0] : [-1, 0, 1];
    const near: string[] = [];
    for (const dz of floors)
      for (let dx = -1; dx <= 1; dx += 1) for (let dy = -1; dy <= 1; dy += 1) near.push(regionName(x + dx, y + dy, dz));
    const ids = [...new Set(Array.from({ length: 20 + Math.floor(random() * 181) }, () => entity(random)))];
    const before = new Map(ids.map((id) => [id, acknowledged.get(id)]));
    const [regions, rows] = await Promise.all([side.regions(near), side.entities(ids)]);
    score.reads += regions.length;
    check(rows, before);
    if (random() >= 0.01 + random() * 0.04) return;
    const id = pick(random, ids);
    const version = await side.move(id);
    if (version > (acknowledged.get(id) ?? 0n)) acknowledged.set(id, version);
    score.writes += 1;
  };
  return { move, score };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => [random(), item] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, item]) => item);
}

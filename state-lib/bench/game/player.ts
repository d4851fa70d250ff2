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

/** What a player asks for, chosen before the clock runs, so that its choice bounds nobody's rate. */
interface Move {
  readonly near: readonly string[];
  readonly ids: readonly string[];
  /** The entity that is written, in 1 to 5 of 100 moves. */
  readonly written: string | undefined;
}

/** A game on one side. One move is 9 to 27 neighbouring regions and 20 to 200 entities, and at times a write. */
export interface Game {
  /** Chooses what the next so many moves ask for. */
  readonly prepare: (moves: number) => void;
  readonly move: () => Promise<void>;
  readonly score: Score;
}

export function game(side: Side, entities: readonly string[], skew: number, seed: number): Game {
  const random = seeded(seed);
  const places = Array.from({ length: edge * edge }, (_, index) => [index % edge, Math.floor(index / edge)] as const);
  const place = zipf(shuffled(places, seeded(9)), skew);
  const entity = zipf(entities, skew);
  const acknowledged = new Map<string, bigint>();
  const score = { reads: 0, stale: 0, writes: 0 };
  let prepared: Move[] = [];
  const choose = (): Move => {
    const [x, y] = place(random);
    const floors = random() < 0.5 ? [0] : [-1, 0, 1];
    const near: string[] = [];
    for (const dz of floors)
      for (let dx = -1; dx <= 1; dx += 1) for (let dy = -1; dy <= 1; dy += 1) near.push(regionName(x + dx, y + dy, dz));
    const ids = [...new Set(Array.from({ length: 20 + Math.floor(random() * 181) }, () => entity(random)))];
    return { near, ids, written: random() < 0.01 + random() * 0.04 ? pick(random, ids) : undefined };
  };
  const acknowledgedOf = (ids: readonly string[]): ReadonlyMap<string, bigint> => {
    const before = new Map<string, bigint>();
    for (const id of ids) {
      const version = acknowledged.get(id);
      if (version !== undefined) before.set(id, version);
    }
    return before;
  };
  const check = (rows: readonly unknown[], before: ReadonlyMap<string, bigint>): void => {
    score.reads += rows.length;
    if (before.size === 0) return;
    for (const { id, version } of rows as readonly { readonly id: string; readonly version: bigint | string }[]) {
      const known = before.get(id);
      if (known !== undefined && BigInt(version) < known) score.stale += 1;
    }
  };
  const move = async (): Promise<void> => {
    const { near, ids, written } = prepared.pop() ?? choose();
    const before = acknowledgedOf(ids);
    const [regions, rows] = await Promise.all([side.regions(near), side.entities(ids)]);
    score.reads += regions.length;
    check(rows, before);
    if (written === undefined) return;
    const version = await side.move(written);
    if (version > (acknowledged.get(written) ?? 0n)) acknowledged.set(written, version);
    score.writes += 1;
  };
  const prepare = (moves: number): void => {
    prepared = Array.from({ length: moves }, choose);
  };
  return { prepare, move, score };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => [random(), item] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, item]) => item);
}

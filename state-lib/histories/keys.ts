/** A place of a region. */
interface Place {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

/** Rows that belong together: what one list or one box of bounds may find is within one group, so that each is checked alone. */
export interface Group {
  readonly index: number;
  /** In two tiles of bounds, in the order of bounds. Those of the middle are deleted and created again. */
  readonly places: readonly Place[];
  /** Regions that entities and players are in, and move between. */
  readonly lists: readonly string[];
  /** In the order of lists. The first three take half of all reads and writes of entities; those from 20 on are deleted and created again. */
  readonly entityIds: readonly string[];
  /** In the order of lists; those from 8 on are deleted and created again. */
  readonly playerNames: readonly string[];
}

/** Entities that half of the work is about, so that writers clash. */
export const contended = 3;
/** Index of the first entity that is deleted and created again. */
export const mortal = 20;
/** The same of players. */
export const mortalPlayer = 8;
/** Where regions are deleted and created again. */
export const mortalPlaces = ({ places }: Group): Place[] => places.filter(({ z }) => z === 5n);
export const lastingPlaces = ({ places }: Group): Place[] => places.filter(({ z }) => z !== 5n);

export const entityTypes = ['thing', 'beast'] as const;

const apart = 1_000;
const range = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));

function makeGroup(index: number): Group {
  const x = index * apart;
  return {
    index,
    places: range(18, (place) => ({
      x: BigInt(x + Math.floor(place / 3)),
      y: 0n,
      z: [0n, 5n, 9n][place % 3] as bigint,
    })),
    lists: range(4, (list) => `${x + list}_0_0`),
    entityIds: range(24, (id) => `00000000-0000-4000-8000-${String(index * apart + id).padStart(12, '0')}`),
    playerNames: range(10, (name) => `player ${index}:${name}`),
  };
}

/** By their popularity, the first most. */
export const groups = range(6, makeGroup);

/** Share of operations that write: less where few read. */
export const writesOf = ({ index }: Group): number => (index < 2 ? 0.05 : 0.01);

/** Bounds of all the regions of a group. */
export const boundsOf = ({ index }: Group) => ({
  min: { x: BigInt(index * apart), y: 0n, z: 0n },
  max: { x: BigInt(index * apart + 7), y: 7n, z: 15n },
});

/** Owner of all regions of a group: they can be read by it, past the cache. */
export const ownerOf = ({ index }: Group): bigint => BigInt(index + 1);

export const entityKey = (id: string): string => `entity ${id}`;
export const regionKey = (id: string): string => `region ${id}`;
export const playerKey = (name: string): string => `player ${name}`;

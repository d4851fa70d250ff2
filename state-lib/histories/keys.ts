/** The rows that a history is about: few, so that they are contended. */
export const regionPlaces = Array.from({ length: 12 }, (_, index) => ({
  x: BigInt(index % 6),
  y: 0n,
  z: BigInt(index > 5 ? 9 : 0),
}));
export const lists = ['0_0_0', '1_0_0', '2_0_0', '3_0_0'] as const;
export const entityIds = Array.from(
  { length: 24 },
  (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
);
export const playerNames = Array.from({ length: 8 }, (_, index) => `player ${index}`);
/** Bounds of all the regions: two tiles. */
export const allRegions = { min: { x: 0n, y: 0n, z: 0n }, max: { x: 7n, y: 7n, z: 15n } };

export const entityKey = (id: string): string => `entity ${id}`;
export const regionKey = (id: string): string => `region ${id}`;
export const playerKey = (name: string): string => `player ${name}`;

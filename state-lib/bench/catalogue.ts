/** One measurement: a module of rows/, in a process of its own. */
export interface Row {
  /** Name of the module and for `--only`. */
  readonly name: string;
  readonly title: string;
}

/** In the order of the table. */
export const catalogue: readonly Row[] = [
  { name: 'warm-hits', title: 'Warm hits, single reads' },
  { name: 'big-values', title: 'Voxel chunks of 16 and 64 KB' },
  { name: 'one-tick', title: '100 reads in one tick, without the cache and all missed' },
  { name: 'batch-writes', title: 'Batch writes' },
  { name: 'game-mix', title: 'Players that move, open loop' },
  { name: 'local-modes', title: 'Reads beside writes of another instance' },
  { name: 'costs', title: 'What 1,000 reads cost' },
  { name: 'encodings', title: 'Forms of a cached row' },
  { name: 'cold-key', title: 'A cold key, asked by many' },
  { name: 'redis-lost', title: 'Redis hung, dead, replaced' },
];

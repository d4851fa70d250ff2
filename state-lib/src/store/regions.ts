import * as z from 'zod';
import type { GuardedWrites } from '../coherence/guarded-write.js';
import type { CallOptions, Database } from '../database/database.js';
import { regionCoordinates, regionId, regions } from '../schema/regions.js';
import type { Coordinates, Region } from '../schema/regions.js';
import type { Reader } from './reader.js';
import { RowSource } from './row-source.js';
import type { Found } from './source.js';
import { jittered } from './time-to-live.js';
import { Writer } from './writer.js';

const { ownerServerId, isActive, playerCount, entityCount } = regions.columns;

/** What a caller may set of a region. */
export const regionValues = z.strictObject({
  ownerServerId: ownerServerId.schema.default(0n),
  isActive: isActive.schema.default(true),
  playerCount: playerCount.schema.default(0n),
  entityCount: entityCount.schema.default(0n),
});
export type RegionValues = z.infer<typeof regionValues>;

/** Regions of the planet. */
export class Regions {
  readonly #source: RowSource<typeof regions.columns>;
  readonly #writer: Writer;

  constructor(
    database: Database,
    private readonly reader: Reader,
    writes: GuardedWrites,
  ) {
    this.#source = new RowSource(database, regions, () => jittered(300_000));
    this.#writer = new Writer(database, writes, regions);
  }

  /** The region, at least as new as every acknowledged write; its value is undefined where none is. */
  async find(at: Coordinates): Promise<Found<Region | undefined>> {
    return await this.reader.read(this.#source, regionId(at));
  }

  /** Creates or replaces a region; gives its new version. Throws VersionConflict when `expected` is given and is not its version. */
  async put(
    at: Coordinates,
    values: RegionValues,
    options: CallOptions & { expected?: bigint | undefined } = {},
  ): Promise<bigint> {
    const row = { key: regionId(at), expected: options.expected, values: { ...at, ...values } };
    const [version] = await this.#writer.write('upsert', [row], options);
    return version as bigint;
  }
}

export { regionCoordinates };

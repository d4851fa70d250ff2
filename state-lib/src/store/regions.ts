import type { CallOptions } from '../database/database.js';
import { parseRow } from '../schema/table.js';
import type { NewRow } from '../schema/table.js';
import { regionCoordinates, regionId, regions } from '../schema/regions.js';
import type { Coordinates, Region } from '../schema/regions.js';
import { ListSource } from './list-source.js';
import { listLimit, pageLimit, pageOf } from './page.js';
import type { Page, PageOptions } from './page.js';
import {
  checkBounds,
  comparePlaces,
  selectActiveBounds,
  selectBounds,
  tileQuery,
  tilesOf,
  within,
} from './region-bounds.js';
import type { Bounds } from './region-bounds.js';
import { readDirectly } from './read-options.js';
import type { ReadOptions } from './read-options.js';
import type { Expecting } from './row-writes.js';
import { selectPage } from './select-statements.js';
import type { Found } from './source.js';
import { TableStore } from './table-store.js';
import type { BatchWriteOptions, StoreParts, WriteOptions } from './table-store.js';

/** Fields of a region that its caller sets; all of them to create one. */
export interface RegionValues {
  readonly ownerServerId: bigint;
  readonly isActive: boolean;
  readonly playerCount: bigint;
  readonly entityCount: bigint;
}

export type NewRegion = Coordinates & Partial<RegionValues>;

export interface RegionChange extends Expecting {
  readonly at: Coordinates;
  readonly change: Partial<RegionValues>;
}

export const selectOwned = selectPage(regions, 'ownerServerId', []);

const defaults: RegionValues = { ownerServerId: 0n, isActive: true, playerCount: 0n, entityCount: 0n };

/** Most tiles of bounds that are read from the cache; larger bounds are pages of the database. */
const mostTiles = 64;

/** Regions of the planet, by their place. Plural forms take at most 1,000 and are one round trip each. */
export class Regions {
  readonly rows: TableStore<typeof regions.columns>;
  readonly #tiles: ListSource<typeof regions.columns>;

  constructor(private readonly parts: StoreParts) {
    this.rows = new TableStore(regions, parts);
    this.#tiles = new ListSource('region_tile', parts.database, regions, tileQuery, parts.ttlMs);
  }

  /** The region and where it came from, at least as new as every write acknowledged before the call; undefined: none is there. */
  async find(at: Coordinates, options?: ReadOptions): Promise<Found<Region | undefined>> {
    return await this.rows.find(regionId(at), options);
  }

  async get(at: Coordinates, options?: ReadOptions): Promise<Region | undefined> {
    return await this.rows.get(regionId(at), options);
  }

  async getMany(places: readonly Coordinates[], options?: ReadOptions): Promise<(Region | undefined)[]> {
    return await this.rows.getMany(places.map(regionId), options);
  }

  /** Regions in a box in the order of x, y, z; `active`: only those that are active. */
  async bounds(
    box: Bounds,
    options: PageOptions & { readonly active?: boolean | undefined } = {},
  ): Promise<Page<Region>> {
    checkBounds(box);
    const limit = pageLimit(options.limit);
    const after = options.after === undefined ? undefined : regionCoordinates(options.after);
    const tiles = tilesOf(box, mostTiles);
    if (tiles === undefined) return await this.#boundsPage(box, limit, after, options);
    const lists = await Promise.all(tiles.map((id) => this.parts.reader.get(this.#tiles, id, options)));
    const found = lists
      .flatMap(({ rows }) => rows)
      .filter(
        (region) =>
          within(box, region) &&
          (options.active !== true || region.isActive) &&
          (after === undefined || comparePlaces(region, after) > 0),
      )
      .toSorted(comparePlaces);
    return pageOf(found, limit, regionId);
  }

  /** Regions of a game server in the order of their ids; always from the database. */
  async ownedBy(serverId: bigint, options: PageOptions = {}): Promise<Page<Region>> {
    const limit = pageLimit(options.limit);
    const values = [serverId.toString(), options.after ?? '', limit + 1];
    const rows = await readDirectly(this.parts.database, selectOwned, values, options);
    return pageOf(
      rows.map((raw) => parseRow(regions, raw)),
      limit,
      ({ id }) => id,
    );
  }

  /** Creates a region; gives its version. Throws AlreadyExists. */
  async create(region: NewRegion, options?: CallOptions): Promise<bigint> {
    return await this.rows.create(wholeRegion(region), options);
  }

  async createMany(list: readonly NewRegion[], options?: CallOptions): Promise<bigint[]> {
    return await this.rows.createMany(list.map(wholeRegion), options);
  }

  /** Creates or replaces a region; gives its version. */
  async put(region: NewRegion, options?: WriteOptions): Promise<bigint> {
    return await this.rows.put(wholeRegion(region), options);
  }

  async putMany(list: readonly NewRegion[], options?: BatchWriteOptions): Promise<bigint[]> {
    return await this.rows.putMany(list.map(wholeRegion), options);
  }

  /** Changes the given fields; gives the version. Throws NotFound, or VersionConflict when `expected` is not its version. */
  async update(at: Coordinates, change: Partial<RegionValues>, options?: WriteOptions): Promise<bigint> {
    return await this.rows.update(regionId(at), { ...change }, options);
  }

  /** Changes regions; all must change the same fields. */
  async updateMany(changes: readonly RegionChange[], options?: CallOptions): Promise<bigint[]> {
    const rows = changes.map(({ at, change, expected }) => ({ key: regionId(at), change: { ...change }, expected }));
    return await this.rows.updateMany(rows, options);
  }

  async delete(at: Coordinates, options?: WriteOptions): Promise<void> {
    await this.rows.delete(regionId(at), options);
  }

  async deleteMany(places: readonly Coordinates[], options?: BatchWriteOptions): Promise<void> {
    await this.rows.deleteMany(places.map(regionId), options);
  }

  async #boundsPage(
    { min, max }: Bounds,
    limit: number,
    after: Coordinates | undefined,
    options: ReadOptions & { readonly active?: boolean | undefined },
  ): Promise<Page<Region>> {
    const start = after ?? min;
    const places = [min, max, start].flatMap(({ x, y, z }) => [String(x), String(y), String(z)]);
    const values = [...places, after === undefined, Math.min(limit, listLimit) + 1];
    const statement = options.active === true ? selectActiveBounds : selectBounds;
    const rows = await readDirectly(this.parts.database, statement, values, options);
    return pageOf(
      rows.map((raw) => parseRow(regions, raw)),
      limit,
      regionId,
    );
  }
}

/** A region with its id and the defaults of what it does not say. */
export function wholeRegion(region: NewRegion): NewRow<typeof regions.columns> {
  return { ...defaults, ...region, id: regionId(region) };
}

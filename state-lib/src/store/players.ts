import type { CallOptions } from '../database/database.js';
import { column } from '../schema/table.js';
import { players } from '../schema/players.js';
import type { Player } from '../schema/players.js';
import { RegionList } from './region-list.js';
import type { Page, PageOptions } from './region-list.js';
import { selectFields, selectSince } from './select-statements.js';
import { TableStore } from './table-store.js';
import type { StoreParts } from './table-store.js';
import { timePage } from './time-list.js';

const placeFields = ['username', 'regionId', 'positionX', 'positionY', 'positionZ'] as const;

/** Where a player is. */
export type PlayerPlace = Pick<Player, (typeof placeFields)[number]>;

export const selectActive = selectSince(players, 'lastLogin');
export const selectPositions = selectFields(players, 'positions', placeFields);

/** Players by name. */
export class Players extends TableStore<typeof players.columns> {
  readonly #byRegion: RegionList<typeof players.columns>;

  constructor(parts: StoreParts) {
    super(players, parts);
    this.#byRegion = new RegionList(players, parts);
  }

  /** Players in a region in the order of their names. */
  async inRegion(regionId: string, options: PageOptions = {}): Promise<Page<Player>> {
    return (await this.#byRegion.page(regionId, options)).value;
  }

  /** Players who logged in since a time, the longest ago first; always from the database. */
  async active(since: Date, options: PageOptions = {}): Promise<Page<Player>> {
    const from = since.toISOString();
    return await timePage(players, options, { time: from, key: '' }, async ({ time, key }, limit) =>
      this.parts.database.run(selectActive, [from, time, key, limit], options),
    );
  }

  /** Where players are, without their sessions, in the order of the names; always from the database. */
  async positions(names: readonly string[], options: CallOptions = {}): Promise<(PlayerPlace | undefined)[]> {
    this.checkCount(names.length);
    const keys = names.map((name) => this.key(name));
    const rows = await this.parts.database.run(selectPositions, [keys], options);
    const found = rows.map((raw) => {
      const entries = placeFields.map((field) => [field, raw[column(players, field).name]] as const);
      return Object.fromEntries(entries) as PlayerPlace;
    });
    const byName = new Map(found.map((place) => [place.username, place]));
    return keys.map((name) => byName.get(name));
  }
}

import { column } from '../schema/table.js';
import { players } from '../schema/players.js';
import type { Player } from '../schema/players.js';
import { FieldList } from './field-list.js';
import type { Page, PageOptions } from './page.js';
import { readDirectly } from './read-options.js';
import type { ReadOptions } from './read-options.js';
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
  readonly #byRegion: FieldList<typeof players.columns>;

  constructor(parts: StoreParts) {
    super(players, parts);
    this.#byRegion = new FieldList(players, parts, 'regionId');
  }

  /** Players in a region in the order of their names. */
  async inRegion(regionId: string, options: PageOptions = {}): Promise<Page<Player>> {
    return await this.#byRegion.page(regionId, options);
  }

  /** Players who logged in since a time, the longest ago first; always from the database. */
  async active(since: Date, options: PageOptions = {}): Promise<Page<Player>> {
    const from = since.toISOString();
    return await timePage(players, options, { time: from, key: '' }, async ({ time, key }, limit) =>
      readDirectly(this.parts.database, selectActive, [from, time, key, limit], options),
    );
  }

  /** Where players are, without their sessions, in the order of the names; always from the database. */
  async positions(names: readonly string[], options: ReadOptions = {}): Promise<(PlayerPlace | undefined)[]> {
    this.checkCount(names.length);
    const keys = names.map((name) => this.key(name));
    const rows = await readDirectly(this.parts.database, selectPositions, [keys], options);
    const found = rows.map((raw) => {
      const entries = placeFields.map((field) => [field, raw[column(players, field).name]] as const);
      return Object.freeze(Object.fromEntries(entries)) as PlayerPlace;
    });
    const byName = new Map(found.map((place) => [place.username, place]));
    return keys.map((name) => byName.get(name));
  }
}

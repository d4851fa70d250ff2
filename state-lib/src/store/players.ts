import { parseRow } from '../schema/table.js';
import { players } from '../schema/players.js';
import type { Player } from '../schema/players.js';
import { pageLimit, pageOf, RegionList } from './region-list.js';
import type { Page, PageOptions } from './region-list.js';
import { columnList } from './select-statements.js';
import { TableStore } from './table-store.js';
import type { StoreParts } from './table-store.js';

/** $1: since, $2: time and $3: name to start after, $4: limit. */
export const selectActive = {
  label: 'players.active',
  text: `SELECT ${columnList(players, 't')} FROM players AS t WHERE t.last_login >= $1::TIMESTAMPTZ
AND (t.last_login, t.username) > ($2::TIMESTAMPTZ, $3::VARCHAR) ORDER BY t.last_login, t.username LIMIT $4::INT8`,
};

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
    const limit = pageLimit(options.limit);
    const [time = since.toISOString(), name = ''] = options.after?.split(/ (.*)/s) ?? [];
    const values = [since.toISOString(), time, name, limit + 1];
    const rows = await this.parts.database.run(selectActive, values, options);
    const cursor = (player: Player): string => `${player.lastLogin.toISOString()} ${player.username}`;
    return pageOf(
      rows.map((raw) => parseRow(players, raw)),
      limit,
      cursor,
    );
  }
}

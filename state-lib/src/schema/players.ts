import { float8, int8, jsonb, timestamp, varchar } from './columns.js';
import { listedBy } from './table.js';
import type { RowOf, Table } from './table.js';

const columns = {
  username: varchar('username', 64),
  regionId: varchar('region_id', 64),
  positionX: float8('position_x'),
  positionY: float8('position_y'),
  positionZ: float8('position_z'),
  lastLogin: timestamp('last_login'),
  session: jsonb('session', 65_536),
  version: int8('version', 'version'),
};

export type Player = RowOf<typeof columns>;

/** Players by name; each is in the list of its region. */
export const players: Table<typeof columns> = {
  name: 'players',
  cacheName: 'player',
  columns,
  key: 'username',
  placement: ['regionId'],
  collections: [listedBy('regionId', 'region_players')],
};

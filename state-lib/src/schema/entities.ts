import { jsonb, timestamp, uuid, int8, varchar } from './columns.js';
import { listedBy } from './table.js';
import type { RowOf, Table } from './table.js';

const columns = {
  id: uuid('id'),
  regionId: varchar('region_id', 64),
  entityType: varchar('entity_type', 64),
  position: jsonb('position', 1_024),
  /** At most 1 MiB of JSON. */
  payload: jsonb('payload', 1_048_576),
  createdAt: timestamp('created_at', 'created'),
  updatedAt: timestamp('updated_at', 'touched'),
  version: int8('version', 'version'),
};

export type Entity = RowOf<typeof columns>;

/** Things in regions; each is in the list of its region, and moves between them. */
export const entities: Table<typeof columns> = {
  name: 'entities',
  cacheName: 'entity',
  columns,
  key: 'id',
  placement: ['regionId'],
  collections: [listedBy('regionId', 'region_entities')],
};

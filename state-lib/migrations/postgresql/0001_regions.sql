-- regions.get, and each write: the primary key. Text is ordered by its bytes, as in CockroachDB.
CREATE TABLE IF NOT EXISTS regions (
  region_id VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
  region_x INT8 NOT NULL,
  region_y INT8 NOT NULL,
  region_z INT8 NOT NULL,
  owner_server_id INT8 NOT NULL DEFAULT 0,
  last_modified TIMESTAMPTZ NOT NULL DEFAULT now(),
  is_active BOOL NOT NULL DEFAULT true,
  player_count INT8 NOT NULL DEFAULT 0,
  entity_count INT8 NOT NULL DEFAULT 0,
  version INT8 NOT NULL DEFAULT 1
);

-- regions.tiles, regions.bounds.
CREATE INDEX IF NOT EXISTS regions_place_idx ON regions (region_x, region_y, region_z)
  INCLUDE (region_id, owner_server_id, last_modified, is_active, player_count, entity_count, version);

-- regions.active_bounds. PostgreSQL reads from the index alone only if that has the column of the predicate too.
CREATE INDEX IF NOT EXISTS regions_active_place_idx ON regions (region_x, region_y, region_z)
  INCLUDE (region_id, owner_server_id, last_modified, is_active, player_count, entity_count, version) WHERE is_active;

-- regions.page
CREATE INDEX IF NOT EXISTS regions_owner_place_idx ON regions (owner_server_id, region_id);

-- What the two indexes before replace, where an early version of the stack made them.
DROP INDEX IF EXISTS regions_spatial_idx;

DROP INDEX IF EXISTS regions_owner_idx;

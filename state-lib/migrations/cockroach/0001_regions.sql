-- regions.get, and each write: the primary key.
CREATE TABLE IF NOT EXISTS regions (
  region_id VARCHAR(64) NOT NULL PRIMARY KEY,
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

-- regions.tiles, regions.bounds: a box is read from the index alone.
CREATE INDEX IF NOT EXISTS regions_place_idx ON regions (region_x, region_y, region_z)
  STORING (owner_server_id, last_modified, is_active, player_count, entity_count, version);

-- regions.active_bounds: what is asked of a planet of which most is asleep.
CREATE INDEX IF NOT EXISTS regions_active_place_idx ON regions (region_x, region_y, region_z)
  STORING (owner_server_id, last_modified, player_count, entity_count, version) WHERE is_active;

-- regions.page: what a game server owns, such as one that is gone.
CREATE INDEX IF NOT EXISTS regions_owner_place_idx ON regions (owner_server_id, region_id);

-- What the two indexes before replace, where an early version of the stack made them.
DROP INDEX IF EXISTS regions@regions_spatial_idx;

DROP INDEX IF EXISTS regions@regions_owner_idx;

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

CREATE INDEX IF NOT EXISTS regions_spatial_idx ON regions (region_x, region_y, region_z);

CREATE INDEX IF NOT EXISTS regions_owner_idx ON regions (owner_server_id);

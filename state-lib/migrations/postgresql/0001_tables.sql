CREATE TABLE regions (
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

CREATE TABLE entities (
  id UUID NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) COLLATE "C" NOT NULL,
  entity_type VARCHAR(64) NOT NULL,
  position JSONB NOT NULL,
  payload JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  version INT8 NOT NULL DEFAULT 1
);

CREATE TABLE players (
  username VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) COLLATE "C" NOT NULL,
  position_x FLOAT8 NOT NULL DEFAULT 0,
  position_y FLOAT8 NOT NULL DEFAULT 0,
  position_z FLOAT8 NOT NULL DEFAULT 0,
  last_login TIMESTAMPTZ NOT NULL DEFAULT now(),
  session JSONB NOT NULL DEFAULT '{}',
  version INT8 NOT NULL DEFAULT 1
);

-- Bounds and tiles. CockroachDB: 0001_tables.sql has the same indexes, there with STORING.
CREATE INDEX regions_spatial_idx ON regions (region_x, region_y, region_z);
-- Lists and pages of a region in the order of the key; a list of one type likewise.
CREATE INDEX entities_region_idx ON entities (region_id, id);
CREATE INDEX entities_region_type_idx ON entities (region_id, entity_type, id);
CREATE INDEX players_region_idx ON players (region_id, username);
CREATE INDEX players_last_login_idx ON players (last_login, username);

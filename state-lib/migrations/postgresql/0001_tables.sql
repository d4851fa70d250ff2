CREATE TABLE regions (
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

CREATE TABLE entities (
  id UUID NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) NOT NULL,
  entity_type VARCHAR(64) NOT NULL,
  position JSONB NOT NULL,
  payload JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  version INT8 NOT NULL DEFAULT 1
);

CREATE TABLE players (
  username VARCHAR(64) NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) NOT NULL,
  position_x FLOAT8 NOT NULL DEFAULT 0,
  position_y FLOAT8 NOT NULL DEFAULT 0,
  position_z FLOAT8 NOT NULL DEFAULT 0,
  last_login TIMESTAMPTZ NOT NULL DEFAULT now(),
  session JSONB NOT NULL DEFAULT '{}',
  version INT8 NOT NULL DEFAULT 1
);

-- players.get, and each write: the primary key, so that names need no other index.
CREATE TABLE IF NOT EXISTS players (
  username VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) COLLATE "C" NOT NULL,
  position_x FLOAT8 NOT NULL DEFAULT 0,
  position_y FLOAT8 NOT NULL DEFAULT 0,
  position_z FLOAT8 NOT NULL DEFAULT 0,
  last_login TIMESTAMPTZ NOT NULL DEFAULT now(),
  session JSONB NOT NULL DEFAULT '{}',
  version INT8 NOT NULL DEFAULT 1
);

-- players.lists, players.page
CREATE INDEX IF NOT EXISTS players_region_idx ON players (region_id, username);

-- players.since
CREATE INDEX IF NOT EXISTS players_last_login_idx ON players (last_login, username);

-- players.positions
CREATE INDEX IF NOT EXISTS players_position_idx ON players (username) INCLUDE (region_id, position_x, position_y, position_z);

-- players.get, and each write: the primary key, so that names need no other index.
CREATE TABLE IF NOT EXISTS players (
  username VARCHAR(64) NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) NOT NULL,
  position_x FLOAT8 NOT NULL DEFAULT 0,
  position_y FLOAT8 NOT NULL DEFAULT 0,
  position_z FLOAT8 NOT NULL DEFAULT 0,
  last_login TIMESTAMPTZ NOT NULL DEFAULT now(),
  session JSONB NOT NULL DEFAULT '{}',
  version INT8 NOT NULL DEFAULT 1
);

-- players.lists, players.page: the players of a region in the order of their names.
CREATE INDEX IF NOT EXISTS players_region_idx ON players (region_id, username);

-- players.since: who was active since a time. A partial index cannot have now() in its predicate, so the time is a key, and the query names
-- it. Logins come in ascending order and in storms, so their keys are spread over 16 ranges.
CREATE INDEX IF NOT EXISTS players_last_login_idx ON players (last_login, username) USING HASH WITH (bucket_count = 16);

-- players.positions: where players are, without reading their sessions of up to 64 KiB.
CREATE INDEX IF NOT EXISTS players_position_idx ON players (username)
  STORING (region_id, position_x, position_y, position_z);

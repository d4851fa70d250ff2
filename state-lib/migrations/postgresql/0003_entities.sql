-- entities.get, and each write: the primary key.
CREATE TABLE IF NOT EXISTS entities (
  id UUID NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) COLLATE "C" NOT NULL,
  entity_type VARCHAR(64) COLLATE "C" NOT NULL,
  position JSONB NOT NULL,
  payload JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  version INT8 NOT NULL DEFAULT 1
);

-- entities.lists, entities.page
CREATE INDEX IF NOT EXISTS entities_region_idx ON entities (region_id, id);

-- entities.page of one type.
CREATE INDEX IF NOT EXISTS entities_region_type_idx ON entities (region_id, entity_type, id);

-- entities.newest
CREATE INDEX IF NOT EXISTS entities_region_created_idx ON entities (region_id, created_at DESC, id DESC);

-- entities.since. One server has no ranges to spread ascending keys over.
CREATE INDEX IF NOT EXISTS entities_updated_idx ON entities (updated_at, id);

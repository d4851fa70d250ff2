-- entities.get, and each write: the primary key. Random UUIDs spread over the ranges.
CREATE TABLE IF NOT EXISTS entities (
  id UUID NOT NULL PRIMARY KEY,
  region_id VARCHAR(64) NOT NULL,
  entity_type VARCHAR(64) NOT NULL,
  position JSONB NOT NULL,
  payload JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  version INT8 NOT NULL DEFAULT 1
);

-- entities.lists, entities.page: a region in the order of the key. An index on the region alone would be a part of it. Nothing is stored
-- beside: a payload may have a megabyte.
CREATE INDEX IF NOT EXISTS entities_region_idx ON entities (region_id, id);

-- entities.page of one type.
CREATE INDEX IF NOT EXISTS entities_region_type_idx ON entities (region_id, entity_type, id);

-- entities.newest
CREATE INDEX IF NOT EXISTS entities_region_created_idx ON entities (region_id, created_at DESC, id DESC);

-- entities.since: what changed since a time. Every write moves its entry to the end of the index, which would be one range.
CREATE INDEX IF NOT EXISTS entities_updated_idx ON entities (updated_at, id) USING HASH WITH (bucket_count = 16);

/** Rows to plan for: of a few, the planner rightly reads all. */
export const fillTables = `
INSERT INTO regions (region_id, region_x, region_y, region_z, owner_server_id, is_active)
SELECT n || '_' || n % 100 || '_' || n % 10, n, n % 100, n % 10, n % 50, n % 5 = 0 FROM generate_series(1, 20000) AS n;
INSERT INTO entities (id, region_id, entity_type, position, payload)
SELECT gen_random_uuid(), n % 2000 || '_0_0', 'type ' || n % 20, '{}', '{}' FROM generate_series(1, 20000) AS n;
INSERT INTO players (username, region_id, last_login)
SELECT 'player ' || n, n % 2000 || '_0_0', now() - n * INTERVAL '1 minute' FROM generate_series(1, 20000) AS n;
INSERT INTO cache_epoch (scope, generation, incarnation, revoked_at, moved_at) VALUES ('state', 1, '', now(), now());
ANALYZE;
-- A table of one row is read whole whatever indexes it has, unless that is forbidden where an index would do.
SET enable_seqscan = off`;

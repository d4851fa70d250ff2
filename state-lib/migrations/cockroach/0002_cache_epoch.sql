-- Which Redis, in which incarnation, every instance of state-lib may trust (state-lib/README.md).
CREATE TABLE IF NOT EXISTS cache_epoch (
  scope VARCHAR(32) NOT NULL PRIMARY KEY,
  generation INT8 NOT NULL,
  incarnation VARCHAR(64) NOT NULL,
  revoked_at TIMESTAMPTZ NOT NULL,
  moved_at TIMESTAMPTZ NOT NULL
);

import type { AlertCase } from './alert-case.js';
import { cockroachLicenceCases } from './cockroach-licence.js';
import { cockroachNodeCases } from './cockroach-nodes.js';
import { cockroachSqlCases } from './cockroach-sql.js';
import { cockroachStorageCases } from './cockroach-storage.js';
import { haproxyCases } from './haproxy.js';
import { monitoringCases } from './monitoring.js';
import { pgbouncerCases } from './pgbouncer.js';
import { redisReplicationCases } from './redis-replication.js';
import { redisFullCases, redisPersistenceCases, redisResourceCases } from './redis-resources.js';
import { redisSentinelCases } from './redis-sentinel.js';
import { stateCases } from './state.js';
import { targetCases } from './targets.js';

/** The cases of every alert of the local profile, by the rule file that has them. */
export const alertCases: Readonly<Record<string, readonly AlertCase[]>> = {
  targets: targetCases,
  state: stateCases,
  cockroach: [...cockroachNodeCases, ...cockroachStorageCases, ...cockroachSqlCases, ...cockroachLicenceCases],
  redis: [...redisReplicationCases, ...redisSentinelCases, ...redisResourceCases, ...redisPersistenceCases],
  pgbouncer: pgbouncerCases,
  haproxy: haproxyCases,
  monitoring: monitoringCases,
};

/** Cases of alerts that only other settings bring. */
export const noEvictionCases: readonly AlertCase[] = redisFullCases;

import type { InsideCheck } from '../inside-context.js';
import { appCannotChangeSchema } from './inside/app-cannot-change-schema.js';
import { certificatesValid } from './inside/certificates-valid.js';
import { clientCertificates } from './inside/client-certificates.js';
import { clusterSettings } from './inside/cluster-settings.js';
import { everyTargetUp } from './inside/every-target-up.js';
import { cockroachHealthy } from './inside/healthy-cockroach.js';
import { pgbouncerExporterHealthy, redisExporterHealthy } from './inside/healthy-exporters.js';
import { cockroachLbHealthy, hostGatewayHealthy, stateLbHealthy } from './inside/healthy-load-balancers.js';
import { grafanaHealthy, prometheusHealthy } from './inside/healthy-monitoring.js';
import { pgbouncerHealthy } from './inside/healthy-pgbouncer.js';
import { redisHealthy, sentinelHealthy } from './inside/healthy-redis.js';
import { stateHealthy } from './inside/healthy-state.js';
import { licence } from './inside/licence.js';
import { localities } from './inside/localities.js';
import { nodesAreOneDatabase } from './inside/nodes-are-one-database.js';
import { plaintextRefused } from './inside/plaintext-refused.js';
import { preparedStatement } from './inside/prepared-statement.js';
import { readonlyCannotWrite } from './inside/readonly-cannot-write.js';
import { databaseRefuses, pgbouncerRefuses } from './inside/refused-database.js';
import { grafanaRefuses, prometheusRefuses, stateRefuses } from './inside/refused-http.js';
import { redisRefuses, sentinelRefuses } from './inside/refused-redis.js';
import { replicaHasWhatPrimaryHas } from './inside/replica-has-what-primary-has.js';
import { rulesAreLoaded } from './inside/rules-are-loaded.js';
import { sentinelsAgree } from './inside/sentinels-agree.js';
import { tlsEverywhere } from './inside/tls-everywhere.js';
import { writeThroughApp } from './inside/write-through-app.js';

/** The checks that look from a container on the data network, the slowest first. */
export const insideChecks: readonly InsideCheck[] = [
  everyTargetUp,
  cockroachHealthy,
  nodesAreOneDatabase,
  databaseRefuses,
  appCannotChangeSchema,
  readonlyCannotWrite,
  clusterSettings,
  localities,
  licence,
  cockroachLbHealthy,
  redisHealthy,
  redisRefuses,
  replicaHasWhatPrimaryHas,
  sentinelHealthy,
  sentinelRefuses,
  sentinelsAgree,
  redisExporterHealthy,
  pgbouncerHealthy,
  pgbouncerRefuses,
  preparedStatement,
  pgbouncerExporterHealthy,
  stateHealthy,
  stateRefuses,
  writeThroughApp,
  stateLbHealthy,
  prometheusHealthy,
  prometheusRefuses,
  rulesAreLoaded,
  grafanaHealthy,
  grafanaRefuses,
  hostGatewayHealthy,
  tlsEverywhere,
  plaintextRefused,
  clientCertificates,
  certificatesValid,
];

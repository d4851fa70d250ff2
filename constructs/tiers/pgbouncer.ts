import type { Settings } from '../../config/schema.js';
import { pgbouncerIni, userlist } from '../../templates/pgbouncer-ini.js';
import { script } from '../../templates/scripts/script.js';
import { database, databaseUsers } from '../../templates/sql/bootstrap.js';
import type { CertificateRequest } from '../secret.js';
import { nodesHost, port, replicaHosts, tierHost } from '../topology.js';
import { configDirectory, secretsDirectory, type Workload } from '../workload.js';
import { pgbouncerStatsUser } from './pgbouncer-exporter.js';

/** The PgBouncer user for people: RECONNECT after a changed schema, PAUSE, RELOAD. */
export const pgbouncerAdminUser = 'admin';

/** Connection pools in transaction mode. SCRAM passes through: database and pooler know the same verifier, and no password. */
export function pgbouncer({ pgbouncer: settings, state }: Settings): Workload {
  const request: CertificateRequest = {
    commonName: 'pgbouncer',
    names: [
      tierHost('pgbouncer'),
      nodesHost('pgbouncer'),
      ...replicaHosts('pgbouncer', settings.replicas),
      'localhost',
      '127.0.0.1',
    ],
    uses: ['server'],
  };
  return {
    tier: 'pgbouncer',
    image: 'pgbouncer',
    replicas: settings.replicas,
    command: ['/bin/sh', `${configDirectory}/start.sh`],
    args: [`${configDirectory}/pgbouncer.ini`],
    env: {},
    files: {
      'start.sh': script('pgbouncer-start.sh'),
      'follow-secrets.sh': script('follow-secrets.sh'),
      'pgbouncer.ini': pgbouncerIni({
        ...settings,
        port: port('pgbouncer', 'sql'),
        database,
        server: { host: tierHost('cockroach-lb'), port: port('cockroach-lb', 'sql') },
        statementTimeoutMs: state.statementTimeoutMs,
        readonlyUser: databaseUsers.readonly,
        statsUser: pgbouncerStatsUser,
        adminUser: pgbouncerAdminUser,
        secrets: secretsDirectory,
      }),
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'probe-password': { kind: 'password', password: 'pgbouncer-stats' },
      'userlist.txt': {
        kind: 'text',
        passwords: ['database-app', 'database-readonly', 'pgbouncer-stats', 'pgbouncer-admin'],
        render: (password) =>
          userlist({
            [databaseUsers.app]: password('database-app').scram,
            [databaseUsers.readonly]: password('database-readonly').scram,
            [pgbouncerStatsUser]: password('pgbouncer-stats').scram,
            [pgbouncerAdminUser]: password('pgbouncer-admin').scram,
          }),
      },
    },
    scratch: { '/tmp': 4 },
    memoryMiB: settings.memoryMiB,
    cpus: settings.cpus,
    after: ['cockroach-lb'],
    storageGiB: undefined,
    openFiles: settings.openFiles,
    probe: { command: probe(), intervalSeconds: 5, timeoutSeconds: 5, failureThreshold: 3, startPeriodSeconds: 30 },
    awaitReady: true,
    stopGraceSeconds: settings.stopGraceSeconds,
    networks: 'data',
  };
}

function probe(): string[] {
  const connection =
    `host=localhost port=${port('pgbouncer', 'sql')} user=${pgbouncerStatsUser} dbname=pgbouncer ` +
    `sslmode=verify-full sslrootcert=${secretsDirectory}/ca.crt connect_timeout=4`;
  const options = `--no-psqlrc --quiet --tuples-only --password --command 'SHOW VERSION'`;
  // psql reads the password from there without a terminal; its environment could be read.
  const show = `exec psql "${connection}" ${options} < ${secretsDirectory}/probe-password`;
  return ['/bin/sh', '-c', show];
}

import type { Settings } from '../../config/schema.js';
import { stringify } from 'yaml';
import { nodesHost, port } from '../topology.js';
import { configDirectory, podName, secretsDirectory, type Workload } from '../workload.js';
import { exporterProbe, goMemoryLimit } from './exporter-process.js';
import { monitoringCertificate } from './monitoring-certificate.js';

/** The PgBouncer user that may run SHOW and nothing else. */
export const pgbouncerStatsUser = 'stats';

/**
 * One exporter for each PgBouncer, the one with its own number, since PgBouncer's counters are per process. The password stays out of
 * arguments and environment: libpq's password file has it, copied with the mode that the driver insists on and refreshed when it changes.
 */
export function pgbouncerExporter(settings: Settings): Workload {
  const { replicas } = settings.pgbouncer;
  const request = monitoringCertificate('pgbouncer-exporter', replicas);
  return {
    tier: 'pgbouncer-exporter',
    image: 'pgbouncer-exporter',
    replicas,
    command: ['/bin/sh', `${configDirectory}/start.sh`],
    args: [
      `--web.listen-address=:${port('pgbouncer-exporter', 'metrics')}`,
      `--web.config.file=${configDirectory}/web.yml`,
      '--log.level=warn',
    ],
    env: {
      GOMEMLIMIT: goMemoryLimit(settings.exporters.memoryMiB),
      PGPASSFILE: passwordFile,
      REPLICA: podName,
    },
    files: { 'start.sh': start, 'web.yml': webConfig() },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      pgpass: {
        kind: 'text',
        passwords: ['pgbouncer-stats'],
        render: (password) => `*:*:*:${pgbouncerStatsUser}:${password('pgbouncer-stats').plain}\n`,
      },
    },
    scratch: { '/tmp': 1 },
    memoryMiB: settings.exporters.memoryMiB,
    cpus: settings.exporters.cpus,
    after: ['pgbouncer'],
    storageGiB: undefined,
    openFiles: undefined,
    probe: exporterProbe('pgbouncer-exporter', 'metrics'),
    awaitReady: true,
    stopGraceSeconds: 10,
    networks: 'data',
  };
}

const passwordFile = '/tmp/pgpass';
// The exporter tries six times in one scrape, which must end before Prometheus gives up: only then is it known who is down.
const options = `sslmode=verify-full&sslrootcert=${secretsDirectory}/ca.crt&connect_timeout=1`;

const start = `set -eu
umask 077
refresh() { cat ${secretsDirectory}/pgpass > ${passwordFile}.new && mv ${passwordFile}.new ${passwordFile}; }
refresh
(while sleep 2; do refresh; done) &
host="pgbouncer-$(echo "$REPLICA" | sed 's/.*-//').${nodesHost('pgbouncer')}"
exec /bin/pgbouncer_exporter "$@" --pgBouncer.connectionString="postgres://${pgbouncerStatsUser}@$host:${port('pgbouncer', 'sql')}/pgbouncer?${options}"
`;

/** The exporter toolkit's web config: TLS, and only for clients with a certificate of the stack's authority. */
function webConfig(): string {
  return stringify({
    tls_server_config: {
      cert_file: `${secretsDirectory}/tls.crt`,
      key_file: `${secretsDirectory}/tls.key`,
      client_auth_type: 'RequireAndVerifyClientCert',
      client_ca_file: `${secretsDirectory}/ca.crt`,
      min_version: 'TLS12',
    },
  });
}

import type { Settings } from '../../config/schema.js';
import { script } from '../../templates/scripts/script.js';
import { databaseUsers } from '../../templates/sql/bootstrap.js';
import { nodesHost, port, replicaHosts } from '../topology.js';
import { configDirectory, dataDirectory, podName, secretsDirectory, type Workload } from '../workload.js';
import { clientCertificate, nodeCertificate } from './cockroach-certificates.js';

/** Nodes on every `--join` list; a constant, so that a larger cluster restarts none of them. */
const joined = 3;

/** The nodes of the cluster. They are ready only after the init task, so nothing waits for them here. */
export function cockroachNodes({ cockroach }: Settings): Workload {
  const sql = port('cockroach', 'sql');
  const request = nodeCertificate(cockroach.nodes);
  const join = replicaHosts('cockroach', Math.min(joined, cockroach.nodes)).map((host) => `${host}:${sql}`);
  return {
    tier: 'cockroach',
    image: 'cockroach',
    replicas: cockroach.nodes,
    command: ['/bin/sh', `${configDirectory}/start.sh`],
    args: [
      podName,
      String(cockroach.localities.length),
      ...cockroach.localities,
      `--certs-dir=${secretsDirectory}`,
      `--store=path=${dataDirectory}/cockroach`,
      `--listen-addr=:${sql}`,
      `--advertise-addr=${podName}.${nodesHost('cockroach')}:${sql}`,
      `--http-addr=:${port('cockroach', 'console')}`,
      `--join=${join.join(',')}`,
      `--cache=${cockroach.cacheMiB}MiB`,
      `--max-sql-memory=${cockroach.sqlMemoryMiB}MiB`,
      '--log=sinks: {stderr: {filter: WARNING}}',
    ],
    env: {},
    files: { 'start.sh': script('cockroach-start.sh'), 'follow-secrets.sh': script('follow-secrets.sh') },
    secrets: {
      ...clientCertificate(databaseUsers.monitor),
      'node.crt': { kind: 'certificate', request },
      'node.key': { kind: 'private-key', request },
    },
    scratch: { '/tmp': 64 },
    memoryMiB: cockroach.memoryMiB,
    cpus: cockroach.cpus,
    after: [],
    storageGiB: cockroach.storageGiB,
    openFiles: cockroach.openFiles,
    probe: {
      command: [
        '/cockroach/cockroach',
        'sql',
        `--certs-dir=${secretsDirectory}`,
        `--host=localhost:${sql}`,
        `--user=${databaseUsers.monitor}`,
        '--execute=SELECT 1',
      ],
      intervalSeconds: 10,
      timeoutSeconds: 8,
      failureThreshold: 3,
      startPeriodSeconds: 120,
    },
    awaitReady: false,
    stopGraceSeconds: cockroach.stopGraceSeconds,
    networks: 'data',
  };
}

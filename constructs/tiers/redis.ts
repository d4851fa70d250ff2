import type { Settings } from '../../config/schema.js';
import { redisConf } from '../../templates/redis-conf.js';
import { redisAcl, redisUsers } from '../../templates/redis-users.js';
import { script } from '../../templates/scripts/script.js';
import { sentinelName } from '../../templates/sentinel-conf.js';
import { nodesHost, port, replicaHosts } from '../topology.js';
import { configDirectory, podName, secretsDirectory, type Workload } from '../workload.js';
import { probeUser, redisCertificate, redisPing } from './redis-certificate.js';

/** Primary and replicas. Which is which, the Sentinels know; the first start takes the first replica. */
export function redis({ redis: settings }: Settings): Workload {
  const request = redisCertificate('redis', settings.replicas);
  const sentinels = replicaHosts('redis-sentinel', settings.sentinels).map(
    (host) => `${host}:${port('redis-sentinel', 'sentinel')}`,
  );
  return {
    tier: 'redis',
    image: 'redis',
    replicas: settings.replicas,
    command: ['/bin/sh', `${configDirectory}/start.sh`],
    args: [
      `${podName}.${nodesHost('redis')}`,
      String(port('redis', 'redis')),
      sentinelName,
      patience(settings),
      ...sentinels,
    ],
    env: {},
    files: {
      'start.sh': script('redis-start.sh'),
      'follow-secrets.sh': script('follow-secrets.sh'),
      'redis.conf': redisConf({ ...settings, port: port('redis', 'redis'), secrets: secretsDirectory }),
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'sentinel-client': { kind: 'password', password: 'sentinel-client' },
      'keeper-password': { kind: 'password', password: 'redis-keeper' },
      'probe-password': { kind: 'password', password: 'redis-probe' },
      'users.acl': {
        kind: 'text',
        passwords: [
          'redis-app',
          'redis-replication',
          'redis-sentinel',
          'redis-exporter',
          'redis-probe',
          'redis-keeper',
          'redis-operator',
        ],
        render: redisAcl,
      },
      'replication.conf': {
        kind: 'text',
        passwords: ['redis-replication'],
        render: (password) =>
          `masteruser ${redisUsers.replication}\nmasterauth ${password('redis-replication').plain}\n`,
      },
    },
    scratch: { '/tmp': 16 },
    memoryMiB: settings.memoryMiB,
    cpus: settings.cpus,
    after: [],
    storageGiB: settings.storageGiB,
    openFiles: settings.openFiles,
    probe: {
      command: redisPing(port('redis', 'redis'), probeUser, `${secretsDirectory}/probe-password`),
      intervalSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
      startPeriodSeconds: 60,
    },
    awaitReady: true,
    stopGraceSeconds: settings.stopGraceSeconds,
    networks: 'data',
  };
}

/**
 * Seconds in which the Sentinels notice that a primary is down and promote a replica. One that comes back empty before they do would
 * have its replicas copy the emptiness.
 */
function patience({ persistence, downAfterMs }: Settings['redis']): string {
  return String(persistence === 'durable' ? 0 : Math.ceil(downAfterMs / 1_000) + 10);
}

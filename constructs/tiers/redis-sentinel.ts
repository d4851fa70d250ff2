import type { Settings } from '../../config/schema.js';
import { redisUsers, sentinelAcl, sentinelUsers } from '../../templates/redis-users.js';
import { script } from '../../templates/scripts/script.js';
import { sentinelConf, sentinelName } from '../../templates/sentinel-conf.js';
import { nodesHost, port, replicaHost } from '../topology.js';
import { configDirectory, podName, secretsDirectory, type Workload } from '../workload.js';
import { redisCertificate, redisPing } from './redis-certificate.js';

/** Sentinel has no command that reads a certificate again. Time for one to be back before the next goes: a majority is always there. */
const secondsBetweenRenewals = 6;

/** The Sentinels: they agree when the primary is down, promote a replica, and tell clients who is primary. */
export function redisSentinel({ redis }: Settings): Workload {
  const request = redisCertificate('redis-sentinel', redis.sentinels);
  return {
    tier: 'redis-sentinel',
    image: 'redis',
    replicas: redis.sentinels,
    command: ['/bin/sh', `${configDirectory}/renew-with-secrets.sh`],
    args: [
      podName,
      String(secondsBetweenRenewals),
      '/bin/sh',
      `${configDirectory}/start.sh`,
      `${podName}.${nodesHost('redis-sentinel')}`,
      sentinelName,
      String(redis.replicas),
      String(redis.sentinels),
    ],
    env: {},
    files: {
      'start.sh': script('sentinel-start.sh'),
      'follow-secrets.sh': script('follow-secrets.sh'),
      'renew-with-secrets.sh': script('renew-with-secrets.sh'),
      'sentinel.conf': sentinelConf({
        ...redis,
        port: port('redis-sentinel', 'sentinel'),
        primary: replicaHost('redis', 0),
        primaryPort: port('redis', 'redis'),
        secrets: secretsDirectory,
      }),
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'probe-password': { kind: 'password', password: 'sentinel-client' },
      'redis-sentinel': { kind: 'password', password: 'redis-sentinel' },
      'users.acl': {
        kind: 'text',
        passwords: ['sentinel-client', 'sentinel-peer', 'redis-exporter', 'redis-operator'],
        render: sentinelAcl,
      },
      'sentinel-auth.conf': {
        kind: 'text',
        passwords: ['redis-sentinel', 'sentinel-peer'],
        render: (password) =>
          [
            `sentinel auth-user ${sentinelName} ${redisUsers.sentinel}`,
            `sentinel auth-pass ${sentinelName} ${password('redis-sentinel').plain}`,
            `sentinel sentinel-user ${sentinelUsers.peer}`,
            `sentinel sentinel-pass ${password('sentinel-peer').plain}`,
            '',
          ].join('\n'),
      },
    },
    scratch: { '/tmp': 4 },
    memoryMiB: 64,
    cpus: 0.2,
    after: ['redis'],
    storageGiB: 1,
    openFiles: undefined,
    probe: {
      command: redisPing(
        port('redis-sentinel', 'sentinel'),
        sentinelUsers.client,
        `${secretsDirectory}/probe-password`,
      ),
      intervalSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
      startPeriodSeconds: 30,
    },
    awaitReady: true,
    stopGraceSeconds: 15,
    networks: 'data',
  };
}

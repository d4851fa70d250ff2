import type { Settings } from '../../config/schema.js';
import type { PasswordForms } from '../secret.js';
import { script } from '../../templates/scripts/script.js';
import { port, replicaHosts } from '../topology.js';
import { configDirectory, podName, secretsDirectory, type Workload } from '../workload.js';
import { exporterProbe, goMemoryLimit } from './exporter-process.js';
import { monitoringCertificate } from './monitoring-certificate.js';

/** The ACL user that reads metrics, on Redis and on the Sentinels. */
export const redisExporterUser = 'exporter';

/** `host:port` of every Redis and every Sentinel, as scrape targets. */
export function redisScrapeTargets({ redis }: Settings): { redis: string[]; sentinel: string[] } {
  return {
    redis: replicaHosts('redis', redis.replicas).map((host) => `${host}:${port('redis', 'redis')}`),
    sentinel: replicaHosts('redis-sentinel', redis.sentinels).map(
      (host) => `${host}:${port('redis-sentinel', 'sentinel')}`,
    ),
  };
}

/** The exporter's name of a target: what Prometheus asks for, and the key of its password. */
export function redisTargetUri(target: string): string {
  return `rediss://${redisExporterUser}@${target}`;
}

/**
 * One exporter for all Redis and Sentinel replicas; Prometheus names the replica in each request. It reads its passwords once, so it is
 * started anew when they change.
 */
export function redisExporter(settings: Settings): Workload {
  const request = monitoringCertificate('redis-exporter');
  const targets = redisScrapeTargets(settings);
  const uris = [...targets.redis, ...targets.sentinel].map(redisTargetUri);
  const passwords = `${secretsDirectory}/passwords.json`;
  return {
    tier: 'redis-exporter',
    image: 'redis-exporter',
    replicas: 1,
    command: ['/bin/sh', `${configDirectory}/renew-with-secrets.sh`],
    args: [
      podName,
      '0',
      '/redis_exporter',
      `--web.listen-address=:${port('redis-exporter', 'metrics')}`,
      '--redis.addr=',
      `--redis.password-file=${passwords}`,
      '--connection-timeout=3s',
      // `CONFIG GET` shows passwords: the exporter's user may not.
      '--config-command=-',
      `--tls-ca-cert-file=${secretsDirectory}/ca.crt`,
      `--tls-client-cert-file=${secretsDirectory}/tls.crt`,
      `--tls-client-key-file=${secretsDirectory}/tls.key`,
      `--tls-server-cert-file=${secretsDirectory}/tls.crt`,
      `--tls-server-key-file=${secretsDirectory}/tls.key`,
      `--tls-server-ca-cert-file=${secretsDirectory}/ca.crt`,
      '--tls-server-min-version=TLS1.2',
    ],
    env: { GOMEMLIMIT: goMemoryLimit(settings.exporters.memoryMiB) },
    files: {
      'follow-secrets.sh': script('follow-secrets.sh'),
      'renew-with-secrets.sh': script('renew-with-secrets.sh'),
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'passwords.json': {
        kind: 'text',
        passwords: ['redis-exporter'],
        render: (password) => passwordMap(uris, password('redis-exporter')),
      },
    },
    scratch: {},
    memoryMiB: settings.exporters.memoryMiB,
    cpus: settings.exporters.cpus,
    after: [],
    storageGiB: undefined,
    openFiles: undefined,
    probe: exporterProbe('redis-exporter', 'metrics'),
    awaitReady: true,
    stopGraceSeconds: 15,
    networks: 'data',
  };
}

function passwordMap(uris: readonly string[], { plain }: PasswordForms): string {
  return `${JSON.stringify(Object.fromEntries(uris.map((uri) => [uri, plain])), undefined, 2)}\n`;
}

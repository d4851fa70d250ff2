import type { Settings } from '../../config/schema.js';
import type { ServiceConfigFile } from '../../state-lib/src/service/config.js';
import type { CertificateRequest, PasswordName, Secret } from '../secret.js';
import { port, replicaHosts, tierHost } from '../topology.js';
import { configDirectory, secretsDirectory, type Probe, type Workload } from '../workload.js';

/** The app tier: state-lib's HTTPS service, its bundle run by a stock Node image. */
export function stateService(settings: Settings, bundle: string): Workload {
  const { state } = settings;
  const request = certificate(state.instances);
  return {
    tier: 'state',
    image: 'node',
    replicas: state.instances,
    // Node sizes its heap by the machine's memory, not by the container's.
    command: ['node', `--max-old-space-size=${Math.floor(state.memoryMiB * 0.7)}`, `${configDirectory}/state.cjs`],
    args: [`${configDirectory}/state.json`],
    env: { NODE_ENV: 'production' },
    files: {
      'state.cjs': bundle,
      'state.json': `${JSON.stringify(serviceConfig(settings), undefined, 2)}\n`,
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'database-app': inTurn('database-app'),
      'redis-app': { kind: 'password', password: 'redis-app' },
      'sentinel-client': { kind: 'password', password: 'sentinel-client' },
      'state-token': inTurn('state-token'),
      'state-metrics': inTurn('state-metrics'),
    },
    scratch: {},
    memoryMiB: state.memoryMiB,
    cpus: state.cpus,
    after: ['cockroach-migrate', 'pgbouncer', 'redis', 'redis-sentinel'],
    storageGiB: undefined,
    openFiles: undefined,
    probe: probe(),
    awaitReady: true,
    stopGraceSeconds: state.stopGraceSeconds,
    networks: 'data',
  };
}

/** A password, and while it is rotated the other one that counts, a line each. */
function inTurn(name: PasswordName): Secret {
  return {
    kind: 'text',
    passwords: [name],
    render: (password) => {
      const { plain, also } = password(name);
      return also === undefined ? plain : `${plain}\n${also.plain}\n`;
    },
  };
}

function certificate(instances: number): CertificateRequest {
  const names = [tierHost('state'), ...replicaHosts('state', instances), 'localhost', '127.0.0.1'];
  return { commonName: 'state', names, uses: ['server'] };
}

function serviceConfig({ state, redis, loadBalancer }: Settings): ServiceConfigFile {
  const secret = (name: string): string => `${secretsDirectory}/${name}`;
  return {
    listen: { host: '0.0.0.0', port: port('state', 'api') },
    certificateFile: secret('tls.crt'),
    privateKeyFile: secret('tls.key'),
    authorityFile: secret('ca.crt'),
    tokenFile: secret('state-token'),
    metricsTokenFile: secret('state-metrics'),
    bodyLimitBytes: state.bodyLimitKiB * 1_024,
    requestsPerSecond: loadBalancer.requestsPerSecond,
    // Only the load balancer can reach it, which says who asks. The last range is what some clusters give to pods.
    proxies: ['uniquelocal', '100.64.0.0/10'],
    spawn: { at: { x: state.spawn.x, y: state.spawn.y, z: state.spawn.z }, radius: state.spawn.radius },
    warm: state.warm,
    warmActiveMinutes: state.warmActiveMinutes,
    drainMs: Math.max(1, state.stopGraceSeconds - 2) * 1_000,
    database: {
      host: tierHost('pgbouncer'),
      port: port('pgbouncer', 'sql'),
      database: 'planetary_survival',
      user: 'app',
      passwordFile: secret('database-app'),
      poolSize: state.poolSize,
      connectTimeoutMs: state.connectTimeoutMs,
      statementTimeoutMs: state.statementTimeoutMs,
      writeBytes: state.writesMiB * 2 ** 20,
    },
    cache: {
      sentinels: replicaHosts('redis-sentinel', redis.sentinels).map((host) => ({
        host,
        port: port('redis-sentinel', 'sentinel'),
      })),
      sentinelName: 'planetary',
      user: 'app',
      passwordFile: secret('redis-app'),
      sentinelUser: 'client',
      sentinelPasswordFile: secret('sentinel-client'),
    },
  };
}

const ready = `
const ca = require('node:fs').readFileSync('${secretsDirectory}/ca.crt');
const request = require('node:https').get('https://localhost:${port('state', 'api')}/readyz', { ca, timeout: 4000 }, (answer) => {
  process.exit(answer.statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => process.exit(1)).on('error', () => process.exit(1));
`;

function probe(): Probe {
  return {
    command: ['node', '-e', ready.trim().replaceAll('\n', ' ')],
    // Each run starts a Node process.
    intervalSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
    startPeriodSeconds: 60,
  };
}

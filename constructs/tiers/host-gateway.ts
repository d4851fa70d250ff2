import type { Settings } from '../../config/schema.js';
import { hostGatewayCfg, redisBackendCfg } from '../../templates/haproxy/host-gateway-cfg.js';
import { redisUsers } from '../../templates/redis-users.js';
import { port, replicaHosts, tierHost, tierPorts } from '../topology.js';
import { secretsDirectory, type Workload } from '../workload.js';
import { haproxy } from './haproxy.js';

/** Publishes PgBouncer, the Redis primary and the database console, for a game server that runs on the host. */
export function hostGateway(settings: Settings): Workload {
  const cfg = hostGatewayCfg({
    maxConnections: settings.loadBalancer.maxConnections,
    ports: tierPorts('host-gateway'),
    pgbouncer: { host: tierHost('pgbouncer'), port: port('pgbouncer', 'sql') },
    console: { host: tierHost('cockroach-lb'), port: port('cockroach-lb', 'console') },
    secrets: secretsDirectory,
  });
  const redis = {
    hosts: replicaHosts('redis', settings.redis.replicas),
    port: port('redis', 'redis'),
    name: tierHost('redis'),
    user: redisUsers.probe,
    secrets: secretsDirectory,
  };
  return haproxy(settings, {
    tier: 'host-gateway',
    cfg,
    after: ['pgbouncer', 'redis'],
    networks: 'data-and-edge',
    secretCfg: {
      'redis.cfg': {
        kind: 'text',
        passwords: ['redis-probe'],
        render: (password) => redisBackendCfg({ ...redis, password: password('redis-probe').plain }),
      },
    },
  });
}

import { haproxyCfg, section, server, type Section } from './haproxy-cfg.js';

export interface HostGatewayCfg {
  readonly maxConnections: number;
  readonly ports: {
    readonly pgbouncer: number;
    readonly redis: number;
    readonly console: number;
    readonly metrics: number;
  };
  readonly pgbouncer: { readonly host: string; readonly port: number };
  readonly console: { readonly host: string; readonly port: number };
  readonly secrets: string;
}

/** Passes PgBouncer, the Redis primary and the console on to the host; TLS ends at the tiers. */
export function hostGatewayCfg(cfg: HostGatewayCfg): string {
  return haproxyCfg({
    maxConnections: cfg.maxConnections,
    metricsPort: cfg.ports.metrics,
    secrets: cfg.secrets,
    needs: ['pgbouncer', 'redis'],
    sections: [
      frontend('pgbouncer-in', cfg.ports.pgbouncer, 'pgbouncer'),
      frontend('redis-in', cfg.ports.redis, 'redis'),
      frontend('console-in', cfg.ports.console, 'console'),
      passThrough('pgbouncer', cfg.pgbouncer),
      passThrough('console', cfg.console),
    ],
  });
}

/** The backend of Redis, a file of its own among the secrets: its check logs in to find the primary. */
export function redisBackendCfg(redis: {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly secrets: string;
}): string {
  const options =
    `check check-ssl check-sni ${redis.name} verify required ca-file ${redis.secrets}/ca.crt verifyhost ${redis.name} ` +
    'inter 1s fall 2 rise 1 on-marked-down shutdown-sessions';
  return section('backend redis', [
    'mode tcp',
    'timeout server 1h',
    'option tcp-check',
    `tcp-check send AUTH\\ ${redis.user}\\ ${redis.password}\\r\\n`,
    'tcp-check expect string +OK',
    'tcp-check send ROLE\\r\\n',
    'tcp-check expect string master',
    ...redis.hosts.map((host, index) => server(`redis-${index}`, host, redis.port, options)),
  ]);
}

function frontend(name: string, port: number, backend: string): Section {
  return {
    head: `frontend ${name}`,
    lines: ['mode tcp', 'timeout client 1h', `bind :${port}`, `default_backend ${backend}`],
  };
}

function passThrough(name: string, to: { readonly host: string; readonly port: number }): Section {
  return {
    head: `backend ${name}`,
    lines: ['mode tcp', 'timeout server 1h', server(name, to.host, to.port, 'check inter 2s fall 2 rise 1')],
  };
}

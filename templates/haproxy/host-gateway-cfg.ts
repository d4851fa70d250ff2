import { haproxyCfg, section, server } from './haproxy-cfg.js';
import { consoleConnections, passThrough, tcpFrontend } from './tcp-frontend.js';

interface Target {
  readonly host: string;
  readonly port: number;
}

export interface HostGatewayCfg {
  readonly maxConnections: number;
  readonly ports: {
    readonly pgbouncer: number;
    readonly redis: number;
    readonly console: number;
    readonly metrics: number;
  };
  readonly pgbouncer: Target;
  readonly console: Target;
  readonly secrets: string;
}

export interface RedisBackendCfg {
  readonly hosts: readonly string[];
  readonly port: number;
  /** Name in the certificate of all of them. */
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly secrets: string;
}

/** PostgreSQL's SSLRequest, in hexadecimal; who speaks the protocol and TLS answers `S`. */
const sslRequest = '0000000804d2162f';

/** Passes PgBouncer, the Redis primary and the console on to the host; TLS ends at the tiers. */
export function hostGatewayCfg(cfg: HostGatewayCfg): string {
  // Two kinds of clients share the connections.
  const each = Math.floor(cfg.maxConnections / 2);
  return haproxyCfg({
    maxConnections: cfg.maxConnections,
    metricsPort: cfg.ports.metrics,
    secrets: cfg.secrets,
    needs: ['pgbouncer', 'redis'],
    sections: [
      tcpFrontend('pgbouncer', cfg.ports.pgbouncer, each),
      tcpFrontend('redis', cfg.ports.redis, each),
      tcpFrontend('console', cfg.ports.console, consoleConnections),
      {
        head: 'backend pgbouncer',
        lines: [
          ...passThrough,
          'option tcp-check',
          `tcp-check send-binary ${sslRequest}`,
          'tcp-check expect string S',
          server('pgbouncer', cfg.pgbouncer.host, cfg.pgbouncer.port, 'check inter 2s fall 2 rise 1'),
        ],
      },
      {
        head: 'backend console',
        lines: [
          ...passThrough,
          server('console', cfg.console.host, cfg.console.port, `${tlsCheck(cfg.console.host, cfg.secrets)} inter 2s`),
        ],
      },
    ],
  });
}

/**
 * The backend of Redis, a file of its own among the secrets: its check logs in to find the primary, and cuts who talks to one that is
 * primary no more. In hexadecimal, since no other form is safe from the syntax of haproxy.cfg.
 */
export function redisBackendCfg(redis: RedisBackendCfg): string {
  const options = `${tlsCheck(redis.name, redis.secrets)} inter 1s fall 2 rise 1 on-marked-down shutdown-sessions`;
  return section('backend redis', [
    ...passThrough,
    'option tcp-check',
    `tcp-check send-binary ${hex(command('AUTH', redis.user, redis.password))}`,
    'tcp-check expect string +OK',
    `tcp-check send-binary ${hex(command('ROLE'))}`,
    // A replica's answer may have the word too, in the name of its primary.
    `tcp-check expect binary ${hex('$6\r\nmaster\r\n')}`,
    ...redis.hosts.map((host, index) => server(`redis-${index}`, host, redis.port, options)),
  ]);
}

function tlsCheck(name: string, secrets: string): string {
  return `check check-ssl check-sni ${name} verify required ca-file ${secrets}/ca.crt verifyhost ${name}`;
}

/** A command in Redis' own protocol. */
function command(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

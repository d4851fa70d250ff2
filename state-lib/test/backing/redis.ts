import type { Certificates } from './certificates.js';
import { Container } from './container.js';

export const redisPassword = 'redis-password';
export const sentinelPassword = 'sentinel-password';

const tlsFiles = (certificates: Certificates | undefined): Record<string, string> =>
  certificates === undefined
    ? {}
    : { 'ca.crt': certificates.authority, 'tls.crt': certificates.certificate, 'tls.key': certificates.key };

function listen(port: number, certificates: Certificates | undefined): string {
  if (certificates === undefined) return `port ${port}`;
  return `port 0
tls-port ${port}
tls-cert-file /run/test/tls.crt
tls-key-file /run/test/tls.key
tls-ca-cert-file /run/test/ca.crt
tls-auth-clients no
tls-replication yes`;
}

export interface RedisOptions {
  readonly port: number;
  /** Port of the primary, for a replica. */
  readonly primary?: number;
  /** With certificates it speaks TLS only and asks for a user and a password. */
  readonly certificates?: Certificates | undefined;
}

/** Redis on a port of loopback. */
export async function startRedis({ port, primary, certificates }: RedisOptions): Promise<Container> {
  const conf = `${listen(port, certificates)}
bind 127.0.0.1
dir /run/test
save ""
appendonly no
protected-mode no
repl-diskless-sync-delay 0
${primary === undefined ? '' : `replicaof 127.0.0.1 ${primary}`}
${certificates === undefined ? '' : `user app on >${redisPassword} ~ps:* +@all -@dangerous +info`}
`;
  return await Container.start({
    image: 'planetary-offline/redis:8.0',
    files: { 'redis.conf': conf, ...tlsFiles(certificates) },
    command: ['redis-server', '/run/test/redis.conf'],
  });
}

/** A Sentinel of the primary `planetary`. */
export async function startSentinel(
  port: number,
  primary: number,
  certificates?: Certificates,
  downAfterMs = 500,
): Promise<Container> {
  const conf = `${listen(port, certificates)}
bind 127.0.0.1
dir /run/test
sentinel monitor planetary 127.0.0.1 ${primary} 2
sentinel down-after-milliseconds planetary ${downAfterMs}
sentinel failover-timeout planetary 2000
${certificates === undefined ? '' : `user client on >${sentinelPassword} ~* &* +@all`}
`;
  return await Container.start({
    image: 'planetary-offline/redis:8.0',
    files: { 'sentinel.conf': conf, ...tlsFiles(certificates) },
    command: ['redis-sentinel', '/run/test/sentinel.conf'],
  });
}

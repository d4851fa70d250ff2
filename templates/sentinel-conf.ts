import { directives } from './directives.js';

/** The name under which the Sentinels watch the primary; clients ask for it. */
export const sentinelName = 'planetary';

export interface SentinelConf {
  readonly port: number;
  readonly primary: string;
  readonly primaryPort: number;
  readonly quorum: number;
  readonly downAfterMs: number;
  readonly failoverTimeoutMs: number;
  readonly secrets: string;
}

/** sentinel.conf for the first start; the start script keeps what a Sentinel has learnt since. Names come before `monitor`. */
export function sentinelConf(conf: SentinelConf): string {
  return directives([
    ['port', 0],
    ['tls-port', conf.port],
    ['bind', '*', '-::*'],
    ['protected-mode', 'yes'],
    ['tls-cert-file', `${conf.secrets}/tls.crt`],
    ['tls-key-file', `${conf.secrets}/tls.key`],
    ['tls-ca-cert-file', `${conf.secrets}/ca.crt`],
    ['tls-auth-clients', 'no'],
    ['tls-replication', 'yes'],
    ['tls-protocols', 'TLSv1.2 TLSv1.3'],
    ['aclfile', `${conf.secrets}/users.acl`],
    ['dir', '/data'],
    ['daemonize', 'no'],
    ['loglevel', 'notice'],
    ['sentinel', 'resolve-hostnames', 'yes'],
    ['sentinel', 'announce-hostnames', 'yes'],
    ['sentinel', 'announce-port', conf.port],
    ['sentinel', 'deny-scripts-reconfig', 'yes'],
    ['sentinel', 'monitor', sentinelName, conf.primary, conf.primaryPort, conf.quorum],
    ['sentinel', 'down-after-milliseconds', sentinelName, conf.downAfterMs],
    ['sentinel', 'failover-timeout', sentinelName, conf.failoverTimeoutMs],
    ['sentinel', 'parallel-syncs', sentinelName, 1],
  ]);
}

import { directives } from './directives.js';

export interface RedisConf {
  readonly port: number;
  readonly maxMemoryMiB: number;
  readonly evictionPolicy: string;
  readonly persistence: 'durable' | 'cache';
  readonly minReplicasToWrite: number;
  readonly maxClients: number;
  readonly tcpBacklog: number;
  readonly idleTimeoutSeconds: number;
  readonly tcpKeepaliveSeconds: number;
  readonly ioThreads: number;
  /** Time between TERM and KILL. */
  readonly stopGraceSeconds: number;
  readonly secrets: string;
}

/** redis.conf without what differs between replicas and without secrets: the start script puts those in front of it. */
export function redisConf(conf: RedisConf): string {
  const { secrets, persistence } = conf;
  // A replica that falls behind by more than the backlog copies everything anew; the output buffer must hold the backlog and more.
  const backlogMiB = Math.max(64, Math.floor(conf.maxMemoryMiB / 16));
  return directives([
    ['port', 0],
    ['tls-port', conf.port],
    ['bind', '*', '-::*'],
    ['protected-mode', 'yes'],
    ['tls-cert-file', `${secrets}/tls.crt`],
    ['tls-key-file', `${secrets}/tls.key`],
    ['tls-ca-cert-file', `${secrets}/ca.crt`],
    ['tls-auth-clients', 'no'],
    ['tls-replication', 'yes'],
    ['tls-protocols', 'TLSv1.2 TLSv1.3'],
    ['aclfile', `${secrets}/users.acl`],
    ['dir', '/data'],
    ['tcp-backlog', conf.tcpBacklog],
    ['timeout', conf.idleTimeoutSeconds],
    ['tcp-keepalive', conf.tcpKeepaliveSeconds],
    ['maxclients', conf.maxClients],
    ['io-threads', conf.ioThreads],
    ['maxmemory', `${conf.maxMemoryMiB}mb`],
    ['maxmemory-policy', conf.evictionPolicy],
    // One client's buffers must not push out the cache.
    ['maxmemory-clients', '5%'],
    // Redis remembers which keys state-lib has copies of, in about 250 bytes each: a sixteenth of its memory at most.
    ['tracking-table-max-keys', conf.maxMemoryMiB * 256],
    ['lazyfree-lazy-eviction', 'yes'],
    ['lazyfree-lazy-expire', 'yes'],
    ['lazyfree-lazy-server-del', 'yes'],
    ['lazyfree-lazy-user-del', 'yes'],
    ['lazyfree-lazy-user-flush', 'yes'],
    ['replica-lazy-flush', 'yes'],
    ['replica-read-only', 'yes'],
    ...(conf.minReplicasToWrite > 0 ? [['min-replicas-to-write', conf.minReplicasToWrite] as const] : []),
    ['repl-diskless-sync', 'yes'],
    ['repl-diskless-sync-delay', 0],
    ['repl-backlog-size', `${backlogMiB}mb`],
    ['client-output-buffer-limit', 'normal', 0, 0, 0],
    ['client-output-buffer-limit', 'replica', `${backlogMiB * 4}mb`, `${backlogMiB}mb`, 60],
    ['client-output-buffer-limit', 'pubsub', '32mb', '8mb', 60],
    ['latency-monitor-threshold', 100],
    ['slowlog-log-slower-than', 10_000],
    // Waits for replicas to catch up, and must leave time to write the last file.
    ['shutdown-timeout', Math.min(10, Math.floor(conf.stopGraceSeconds / 2))],
    ['shutdown-on-sigterm', 'default'],
    ['daemonize', 'no'],
    ['supervised', 'no'],
    ['loglevel', 'notice'],
    ...(persistence === 'durable' ? durable : cacheOnly),
  ]);
}

/** The guide's save points. A dead machine takes one second of writes with it, or those since a rewrite of the append-only file began; a dead process takes none. */
const durable = [
  ['save', 900, 1, 300, 10, 60, 10_000],
  ['appendonly', 'yes'],
  ['appendfsync', 'everysec'],
  ['no-appendfsync-on-rewrite', 'yes'],
  ['aof-use-rdb-preamble', 'yes'],
] as const;

const cacheOnly = [
  ['save', ''],
  ['appendonly', 'no'],
] as const;

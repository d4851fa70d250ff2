import { iniSection } from './directives.js';

export interface PgBouncerIni {
  readonly port: number;
  readonly database: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly maxClientConnections: number;
  readonly poolSize: number;
  readonly reservePoolSize: number;
  /** Server connections of the read-only user, its share of the reserve included. */
  readonly readonlyPoolSize: number;
  readonly reservePoolTimeoutSeconds: number;
  readonly maxPreparedStatements: number;
  readonly serverLifetimeSeconds: number;
  readonly queryWaitTimeoutSeconds: number;
  /** Limit of a statement in the database, in ms. */
  readonly statementTimeoutMs: number;
  /** Has `readonlyPoolSize`. */
  readonly readonlyUser: string;
  /** May see statistics. */
  readonly statsUser: string;
  /** May also pause, reconnect and reload. */
  readonly adminUser: string;
  readonly secrets: string;
}

/** pgbouncer.ini for 1.24 and later. */
export function pgbouncerIni(ini: PgBouncerIni): string {
  const { secrets, server } = ini;
  const database = iniSection('databases', {
    [ini.database]: `host=${server.host} port=${server.port} dbname=${ini.database}`,
  });
  // A cap on all pools of the user: default_pool_size is each user's.
  const users = iniSection('users', { [ini.readonlyUser]: `max_user_connections=${ini.readonlyPoolSize}` });
  const settings = iniSection('pgbouncer', {
    listen_addr: '*',
    listen_port: ini.port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    auth_type: 'scram-sha-256',
    auth_file: `${secrets}/userlist.txt`,
    admin_users: ini.adminUser,
    stats_users: ini.statsUser,
    client_tls_sslmode: 'require',
    client_tls_cert_file: `${secrets}/tls.crt`,
    client_tls_key_file: `${secrets}/tls.key`,
    client_tls_protocols: 'secure',
    server_tls_sslmode: 'verify-full',
    server_tls_ca_file: `${secrets}/ca.crt`,
    server_tls_protocols: 'secure',
    max_client_conn: ini.maxClientConnections,
    default_pool_size: ini.poolSize,
    reserve_pool_size: ini.reservePoolSize,
    reserve_pool_timeout: ini.reservePoolTimeoutSeconds,
    max_prepared_statements: ini.maxPreparedStatements,
    // CockroachDB advises 5 to 30 minutes, so that connections spread again after a node was away.
    server_lifetime: ini.serverLifetimeSeconds,
    server_idle_timeout: ini.serverLifetimeSeconds,
    server_round_robin: 1,
    // The defaults of 15 s would fail every client for that long after one refused connection.
    server_login_retry: 1,
    server_connect_timeout: 5,
    query_wait_timeout: ini.queryWaitTimeoutSeconds,
    // For a node that no longer answers at all; the database's own limit is shorter.
    query_timeout: Math.ceil(ini.statementTimeoutMs / 1_000) + 5,
    cancel_wait_timeout: ini.queryWaitTimeoutSeconds,
    dns_max_ttl: 5,
    tcp_keepalive: 1,
    // statement_timeout is not here on purpose: ignored, it would be lost; it is a default of the role instead.
    ignore_startup_parameters: 'extra_float_digits',
    logfile: '',
    pidfile: '',
    log_connections: 0,
    log_disconnections: 0,
    log_stats: 0,
  });
  return `${database}\n${users}\n${settings}`;
}

/** userlist.txt: each user with its SCRAM verifier, the same that the database has. */
export function userlist(verifiers: Readonly<Record<string, string>>): string {
  return Object.entries(verifiers)
    .map(([user, verifier]) => `"${user}" "${verifier}"\n`)
    .join('');
}

import type { Certificates } from './certificates.js';
import { Container } from './container.js';
import { appPassword, database } from './postgres.js';

/** PgBouncer as the stack runs it (transaction pooling, SCRAM, named prepared statements), without TLS. */
export async function startPgbouncer(
  port: number,
  postgresPort: number,
  certificates?: Certificates,
): Promise<Container> {
  const tls =
    certificates === undefined
      ? ''
      : `client_tls_sslmode = require\nclient_tls_cert_file = /run/test/tls.crt\nclient_tls_key_file = /run/test/tls.key`;
  const ini = `[databases]
${database} = host=127.0.0.1 port=${postgresPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /run/test/users.txt
pool_mode = transaction
max_prepared_statements = 200
max_client_conn = 1000
default_pool_size = 20
server_login_retry = 1
query_wait_timeout = 5
${tls}
`;
  return await Container.start({
    image: 'planetary-offline/pgbouncer:1.24',
    files: {
      'pgbouncer.ini': ini,
      'users.txt': `"app" "${appPassword}"\n`,
      ...(certificates === undefined ? {} : { 'tls.crt': certificates.certificate, 'tls.key': certificates.key }),
    },
    command: ['/usr/sbin/pgbouncer', '/run/test/pgbouncer.ini'],
  });
}

import { execa } from 'execa';
import { port } from '../../constructs/topology.js';

const psql = `exec psql "host=localhost port=${port('pgbouncer', 'sql')} user=app dbname=planetary_survival sslmode=verify-full sslrootcert=/secrets/ca.crt" -Xqtc 'SELECT 1'`;
const redisCli = (user: string, number: number) =>
  `exec redis-cli -e --user ${user} --tls --cacert /secrets/ca.crt --sni localhost -h localhost -p ${number} ping`;

const logins = {
  'app at PgBouncer': { replica: 'pgbouncer-0', script: `export PGPASSWORD=$password; ${psql}` },
  'app at Redis': {
    replica: 'redis-0',
    script: `export REDISCLI_AUTH=$password; ${redisCli('app', port('redis', 'redis'))}`,
  },
  'client at a Sentinel': {
    replica: 'redis-sentinel-0',
    script: `export REDISCLI_AUTH=$password; ${redisCli('client', port('redis-sentinel', 'sentinel'))}`,
  },
};

/** Logs in with a password, from inside the server's own container; the password is no argument. */
export async function logIn(
  stack: string,
  login: keyof typeof logins,
  password: string,
): Promise<{ exitCode: number; output: string }> {
  const { replica, script } = logins[login];
  const command = ['exec', '--interactive', `${stack}-${replica}`, '/bin/sh', '-c', `read -r password; ${script}`];
  const { exitCode, all } = await execa('docker', command, { input: `${password}\n`, all: true, reject: false });
  return { exitCode: exitCode ?? -1, output: all };
}

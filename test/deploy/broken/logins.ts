import { openVault } from '../../../secrets/vault.js';
import type { PasswordName } from '../../../constructs/secret.js';
import type { Bench } from './bench.js';

async function password({ context }: Bench, name: PasswordName): Promise<string> {
  const vault = await openVault({ directory: context.facts.vault, environment: {} });
  return vault.password(name).plain;
}

/** Runs commands on a Redis as its operator, or on a Sentinel as a client; gives the answers, one a line. */
export async function redisCommands(bench: Bench, replica: string, ...commands: readonly string[]): Promise<string> {
  const sentinel = replica.startsWith('redis-sentinel');
  const [user, name, port] = sentinel
    ? (['client', 'sentinel-client', 26379] as const)
    : (['operator', 'redis-operator', 6379] as const);
  const client = [
    'redis-cli',
    '--tls',
    '--cacert',
    '/secrets/ca.crt',
    '--sni',
    'localhost',
    '-h',
    'localhost',
    '-p',
    `${port}`,
  ];
  const answers = await bench.docker(
    ['exec', '-i', bench.container(replica), ...client],
    [`AUTH ${user} ${await password(bench, name)}`, ...commands, ''].join('\n'),
  );
  if (/^(ERR|WRONGPASS|NOAUTH|NOPERM)/m.test(answers)) throw new Error(`${replica}: ${answers}`);
  return answers;
}

/** Number of the Redis that is a replica now. */
export async function redisReplica(bench: Bench): Promise<string> {
  return (await redisCommands(bench, 'redis-0', 'ROLE')).includes('master') ? 'redis-1' : 'redis-0';
}

/** Number of the Redis that is the primary now. */
export async function redisPrimary(bench: Bench): Promise<string> {
  return (await redisReplica(bench)) === 'redis-1' ? 'redis-0' : 'redis-1';
}

/** Sends statements to the database as root. */
export async function rootSql(bench: Bench, ...statements: readonly string[]): Promise<void> {
  await rootAnswers(bench, ...statements);
}

/** Sends statements to the database as root, by the certificate of the init task; gives the answers, tab-separated. */
export async function rootAnswers(bench: Bench, ...statements: readonly string[]): Promise<string> {
  const { facts } = bench.context;
  const image = await bench.docker(['inspect', '--format', '{{.Image}}', bench.container('cockroach-0')]);
  return await bench.docker(
    [
      ...['run', '--rm', '-i', '--network', `${facts.stack}-data`, '--user', `${facts.userId}:${facts.userId}`],
      ...['--volume', `${facts.secrets}/cockroach-init:/secrets:ro`, '--entrypoint', '/cockroach/cockroach', image],
      ...['sql', '--certs-dir=/secrets', '--host=cockroach:26257', '--database=planetary_survival'],
    ],
    `${statements.join(';\n')};\n`,
  );
}

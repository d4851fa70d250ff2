import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { databasePasswords, notePasswordsSent, switchPasswords } from '../../secrets/password-rotation.js';
import { readPassword } from '../../secrets/kept-password.js';
import { port } from '../../constructs/topology.js';
import { firstNode } from '../../constructs/tiers/cockroach-task.js';
import { resolveImages } from '../../config/images.js';
import { database, databaseUsers } from '../../templates/sql/bootstrap.js';
import { docker, dockerLines, ofStack } from '../docker.js';
import { Failure } from '../failure.js';
import type { ChosenStack } from '../stack-choice.js';
import type { RotationSteps } from './rotation-steps.js';

const users = { 'database-app': databaseUsers.app, 'database-readonly': databaseUsers.readonly } as const;

/**
 * Changes the passwords of the database's users, and those of PgBouncer's own. Database and PgBouncer keep one verifier for each, and it must be the
 * same: both change within a second. Connections that exist go on; who connects with the old password is refused, and tries the other. The exporter
 * has one password at a time: it gets the new one in the same moment, and tries six times before a scrape fails.
 *
 * @throws Failure when the database or a PgBouncer refuses it.
 */
export async function switchDatabasePasswords(stack: ChosenStack, steps: RotationSteps): Promise<void> {
  const { facts } = stack;
  await switchPasswords(facts.vault, [...databasePasswords, 'pgbouncer-stats', 'pgbouncer-admin']);
  const write = async (...tiers: readonly string[]) =>
    await steps.write(steps.requests.filter(({ tier }) => tiers.includes(tier)));
  await write('cockroach-bootstrap', 'pgbouncer');
  await sendVerifiers(stack);
  await notePasswordsSent(facts.vault);
  const poolers = await dockerLines(
    'ps',
    '--quiet',
    ...ofStack(facts.stack),
    '--filter',
    'label=planetary.tier=pgbouncer',
  );
  // Sooner than they would look by themselves.
  if (poolers.length > 0) await docker('kill', '--signal=HUP', ...poolers);
  await write('cockroach-bootstrap', 'pgbouncer-exporter');
  for (const pooler of poolers) for (const name of databasePasswords) await untilLoggedIn(stack, pooler, name);
}

/** As the bootstrap task does it: from a file, as root. */
async function sendVerifiers({ facts, settings }: ChosenStack): Promise<void> {
  await docker(
    ...['run', '--rm', '--network', `${facts.stack}-data`, '--user', `${facts.userId}:${facts.userId}`],
    ...[
      '--read-only',
      '--cap-drop',
      'ALL',
      '--security-opt',
      'no-new-privileges',
      '--tmpfs',
      '/tmp',
      '--env',
      'HOME=/tmp',
    ],
    ...['--volume', `${facts.secrets}/cockroach-bootstrap:/secrets:ro`, '--entrypoint', '/cockroach/cockroach'],
    ...[resolveImages(settings.images).cockroach, 'sql', '--certs-dir=/secrets', `--host=${firstNode}`],
    ...['--database=defaultdb', '--file=/secrets/passwords.sql'],
  );
}

/**
 * Logs in through a PgBouncer with a new password, which has two purposes: it shows that all three agree, and PgBouncer learns the keys
 * with which it opens connections to the database.
 */
async function untilLoggedIn({ facts }: ChosenStack, pooler: string, name: keyof typeof users): Promise<void> {
  const connection =
    `host=localhost port=${port('pgbouncer', 'sql')} user=${users[name]} dbname=${database} ` +
    `sslmode=verify-full sslrootcert=/secrets/ca.crt connect_timeout=4`;
  // psql reads the password from its input, as there is no terminal; its environment could be read.
  const options = ['--no-psqlrc', '--quiet', '--tuples-only', '--password', '--command', 'SELECT 1'];
  const end = Date.now() + 20_000;
  for (;;) {
    const input = `${readPassword(facts.directory, name)}\n`;
    const result = await execa('docker', ['exec', '--interactive', pooler, 'psql', connection, ...options], {
      input,
      reject: false,
    });
    if (result.exitCode === 0) return;
    if (Date.now() > end) {
      throw new Failure(
        `SQL user ${users[name]} cannot log in through PgBouncer with its new password: ${result.stderr}\n` +
          'Look at npm run status, then run the same command again to go on.',
      );
    }
    await sleep(200);
  }
}

import { Option } from 'commander';
import { address } from '../constructs/topology.js';
import { database, databaseUsers } from '../templates/sql/bootstrap.js';
import { runClient } from './clients/client-container.js';
import { projectCommand, runCommand } from './command.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

interface SqlOptions extends StackChoice {
  readonly user: 'migrator' | 'root';
  readonly execute?: string;
}

/** Whose secrets have the certificate of a user. */
const secretsOf = { [databaseUsers.owner]: 'cockroach-migrate', root: 'cockroach-init' } as const;

const command = withStack(
  projectCommand('npm run sql --', 'Opens a SQL shell on the database of the local stack, or sends one statement.'),
)
  .addOption(
    new Option('--user <name>', `${databaseUsers.owner} owns the schema; root may do everything`)
      .choices(Object.keys(secretsOf))
      .default(databaseUsers.owner),
  )
  .option('--execute <statement>', 'send this and end')
  .action(async (options: SqlOptions) => {
    const { user, execute } = options;
    process.exitCode = await runClient(chooseStack(options), {
      image: 'cockroach',
      secrets: secretsOf[user],
      command: [
        '/cockroach/cockroach',
        'sql',
        '--certs-dir=/secrets',
        `--host=${address('cockroach-lb', 'sql')}`,
        `--user=${user}`,
        `--database=${database}`,
        ...(execute === undefined ? [] : [`--execute=${execute}`]),
      ],
    });
  });
await runCommand(command);

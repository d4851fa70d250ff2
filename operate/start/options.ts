import { Option, type Command } from 'commander';
import type { ImageSource } from '../../config/images.js';
import { projectCommand } from '../command.js';
import { withStack, type StackChoice } from '../stack-choice.js';

export interface StartOptions extends StackChoice {
  readonly images?: ImageSource;
  readonly expose?: boolean;
  readonly yes?: boolean;
}

/** The command line of `npm start`. */
export function startCommand(action: (options: StartOptions) => Promise<void>): Command {
  const command = projectCommand(
    'npm start --',
    'Sets this machine up, deploys the local stack on Docker, tests it, and says where everything is. Run again, it changes what has changed.',
  )
    .addOption(
      new Option(
        '--images <source>',
        "public: the vendors' images; offline: a set built from Debian packages, with a PostgreSQL stand-in for CockroachDB and without Grafana (default: what the stack has, else public where a registry answers)",
      ).choices(['public', 'offline']),
    )
    .option('--expose', 'also publish PgBouncer, Redis and the database console on 127.0.0.1; kept until --no-expose')
    .option('--no-expose', 'publish the app, Prometheus and Grafana only')
    .option('--yes', 'install missing Debian packages without asking (without a terminal nothing is asked anyway)');
  return withStack(command).action(action);
}

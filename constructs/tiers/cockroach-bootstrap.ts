import type { Settings } from '../../config/schema.js';
import { bootstrapSql, database, grantsSql, passwordsSql, publicSchemaSql } from '../../templates/sql/bootstrap.js';
import { script } from '../../templates/scripts/script.js';
import { clusterSettings } from '../../templates/sql/cluster-settings.js';
import { configDirectory, secretsDirectory, type Task } from '../workload.js';
import { cockroachTask, firstNode, sendFiles } from './cockroach-task.js';

/** Database, users, privileges, cluster settings and the licence, when one was given; can run again. */
export function cockroachBootstrap(settings: Settings): Task {
  const bootstrap = {
    statementTimeoutMs: settings.state.statementTimeoutMs,
    clusterSettings: clusterSettings(settings),
  };
  return cockroachTask('root', {
    task: 'cockroach-bootstrap',
    command: sendFiles(
      'root',
      [
        { file: `${configDirectory}/bootstrap.sql`, database: 'defaultdb' },
        { file: `${configDirectory}/public-schema.sql`, database: 'defaultdb' },
        { file: `${configDirectory}/public-schema.sql`, database: 'postgres' },
        { file: `${configDirectory}/grants.sql`, database },
        { file: `${secretsDirectory}/passwords.sql`, database: 'defaultdb' },
      ],
      `/bin/sh ${configDirectory}/licence.sh ${firstNode} root`,
    ),
    args: [],
    files: {
      'bootstrap.sql': bootstrapSql(bootstrap),
      'grants.sql': grantsSql(bootstrap),
      'public-schema.sql': publicSchemaSql(),
      'licence.sh': script('cockroach-licence.sh'),
    },
    secrets: {
      licence: { kind: 'given', given: 'cockroach-licence' },
      'passwords.origin': {
        kind: 'text',
        passwords: ['database-app', 'database-readonly'],
        render: (password) => `${password('database-app').origin}\n${password('database-readonly').origin}\n`,
      },
      'passwords.sql': {
        kind: 'text',
        passwords: ['database-app', 'database-readonly'],
        render: (password) =>
          passwordsSql({ app: password('database-app').scram, readonly: password('database-readonly').scram }),
      },
    },
    // A rotation sends new passwords itself.
    carries: ['licence', 'passwords.origin'],
    after: ['cockroach-init'],
  });
}

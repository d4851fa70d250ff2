import { database, databaseUsers } from '../../templates/sql/bootstrap.js';
import { migrations } from '../../templates/sql/migrations.js';
import { configDirectory, type Task } from '../workload.js';
import { cockroachTask, sendFiles } from './cockroach-task.js';

/** The schema, as the user who owns it. */
export function cockroachMigrate(): Task {
  const files = migrations();
  return cockroachTask(databaseUsers.owner, {
    task: 'cockroach-migrate',
    command: sendFiles(
      databaseUsers.owner,
      Object.keys(files).map((name) => ({ file: `${configDirectory}/${name}`, database })),
    ),
    args: [],
    files,
    after: ['cockroach-bootstrap'],
  });
}

import type { Settings } from '../../config/schema.js';
import { bundleMigrate, migrationFiles } from '../../state-lib/build.js';
import type { MigrateConfigFile } from '../../state-lib/src/migrate/config.js';
import { database, databaseUsers } from '../../templates/sql/bootstrap.js';
import { port, replicaHost } from '../topology.js';
import { configDirectory, secretsDirectory, type Task } from '../workload.js';
import { clientCertificate } from './cockroach-certificates.js';

/** The schema (`state-lib/migrations`), applied as the user who owns it by state-lib's own program. */
export function cockroachMigrate(settings: Settings): Task {
  const files = Object.entries(migrationFiles()).map(([path, text]) => [`migrations/${path}`, text] as const);
  return {
    task: 'cockroach-migrate',
    image: 'node',
    command: ['node', '--max-old-space-size=128', `${configDirectory}/migrate.cjs`],
    args: [`${configDirectory}/migrate.json`],
    env: { NODE_ENV: 'production' },
    files: {
      'migrate.cjs': bundleMigrate(),
      'migrate.json': `${JSON.stringify(migrateConfig(settings), undefined, 2)}\n`,
      ...Object.fromEntries(files),
    },
    secrets: clientCertificate(databaseUsers.owner),
    scratch: {},
    memoryMiB: 256,
    cpus: 0.5,
    after: ['cockroach-bootstrap'],
    // An index on a large table takes its time.
    timeoutSeconds: 1_800,
  };
}

function migrateConfig({ cockroach }: Settings): MigrateConfigFile {
  const user = databaseUsers.owner;
  return {
    // A node itself, since the load balancer comes after.
    host: replicaHost('cockroach', 0),
    port: port('cockroach', 'sql'),
    database,
    user,
    certificates: {
      ca: `${secretsDirectory}/ca.crt`,
      cert: `${secretsDirectory}/client.${user}.crt`,
      key: `${secretsDirectory}/client.${user}.key`,
    },
    directory: `${configDirectory}/migrations`,
    sets: cockroach.hashShardedRegions ? ['hash-sharded'] : [],
  };
}

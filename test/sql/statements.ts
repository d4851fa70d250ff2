import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterSettings } from '../../templates/sql/cluster-settings.js';
import { bootstrapSql, grantsSql, passwordsSql, publicSchemaSql } from '../../templates/sql/bootstrap.js';
import { migrationFiles } from '../../state-lib/build.js';
import { migrateStatements } from '../../state-lib/src/migrate/statements.js';
import { showClusterSetting, sql } from '../../smoke/sql.js';
import { followerStatements, tableStatements } from '../../state-lib/explain/statements.js';
import { roleStatement } from '../../state-lib/src/database/role.js';
import type { SqlText } from '../../toolchain/sql-parser.js';
import { checkout } from '../../toolchain/tools-directory.js';
import { local, profiles } from '../programs/profiles.js';

/** What the tasks of a deploy send. */
export function deployStatements(): SqlText[] {
  const all = [...profiles, ['organization', local({ cockroach: { organization: "O'Brien; -- Ltd" } })] as const];
  return [
    ...all.flatMap(([name, settings]) => {
      const bootstrap = {
        statementTimeoutMs: settings.state.statementTimeoutMs,
        clusterSettings: clusterSettings(settings),
      };
      return [
        { id: `bootstrap ${name}`, sql: bootstrapSql(bootstrap) },
        { id: `grants ${name}`, sql: grantsSql(bootstrap) },
      ];
    }),
    { id: 'public schema', sql: publicSchemaSql() },
    { id: 'passwords', sql: passwordsSql({ app: 'SCRAM-SHA-256$10610:a=$b=:c=', readonly: 'SCRAM-SHA-256$1:a$b:c' }) },
    { id: 'licence', sql: "SET CLUSTER SETTING enterprise.license = 'crl-0-EJL0';" },
    ...Object.entries(migrateStatements).map(([id, text]) => ({ id: `migrate ${id}`, sql: text })),
    ...cockroachMigrations(),
  ];
}

/** What the smoke checks send. */
export function smokeStatements(): SqlText[] {
  return [
    ...Object.entries(sql).map(([id, text]) => ({ id: `smoke ${id}`, sql: text })),
    ...Object.keys(clusterSettings(local({ cockroach: { organization: 'x' } }))).map((name) => ({
      id: `smoke ${name}`,
      sql: showClusterSetting(name),
    })),
  ];
}

/** What state-lib sends, those that it builds included. */
export function stateLibStatements(): SqlText[] {
  const all = [...tableStatements(), ...followerStatements(), roleStatement];
  return [...all.map(({ label, text }, index) => ({ id: `${label} ${index}`, sql: text })), ...inlineStatements()];
}

/** Texts that are written where they are sent. Throws on an expression in one that is not known here. */
function inlineStatements(): SqlText[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    'isolation.toUpperCase()': ['SERIALIZABLE', 'READ COMMITTED'],
    'this.database.statementTimeoutMs': ['5000'],
  };
  return sources('state-lib/src').flatMap(({ path, text }) =>
    [...text.matchAll(/\.query\(\s*(['"`])(.*?)\1/gs)].flatMap(([, , statement = ''], index) => {
      const expression = /\$\{(.*?)\}/.exec(statement)?.[1];
      const known = expression === undefined ? [''] : values[expression];
      if (known === undefined) throw new Error(`${path}: an expression in SQL that no test knows: ${expression}`);
      return known.map((value) => ({ id: `${path} ${index} ${value}`, sql: statement.replace(/\$\{.*?\}/, value) }));
    }),
  );
}

/** Files of a folder that have SQL in them: a new one belongs into one of the lists above. */
export function filesWithSql(...folders: string[]): string[] {
  const words =
    /['"`(\s](SELECT [\w$*]|INSERT INTO |UPDATE [\w$]+ SET|DELETE FROM |BEGIN |COMMIT['"`]|ROLLBACK['"`]|SET LOCAL |CREATE (TABLE|INDEX|USER)|ALTER (ROLE|USER|TABLE)|GRANT |EXPLAIN )/;
  return folders.flatMap((folder) =>
    sources(folder)
      .filter(({ text }) => words.test(text.replaceAll(/^\s*(\*|\/\*|\/\/).*$/gm, '')))
      .map(({ path }) => path),
  );
}

function sources(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(checkout, folder, path), 'utf8') }))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** The migrations that CockroachDB gets. */
export function cockroachMigrations(): SqlText[] {
  const files = Object.entries(migrationFiles()).filter(([path]) => path.startsWith('cockroach/'));
  return files.map(([id, text]) => ({ id, sql: text }));
}

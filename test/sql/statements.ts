import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterSettings } from '../../templates/sql/cluster-settings.js';
import { bootstrapSql, grantsSql, passwordsSql, publicSchemaSql } from '../../templates/sql/bootstrap.js';
import { migrationFiles } from '../../state-lib/build.js';
import { migrateStatements } from '../../state-lib/src/migrate/statements.js';
import { showClusterSetting, sql } from '../../smoke/sql.js';
import { epochStatements } from '../../state-lib/src/coherence/epoch-store.js';
import { roleStatement } from '../../state-lib/src/database/role.js';
import { entities } from '../../state-lib/src/schema/entities.js';
import { players } from '../../state-lib/src/schema/players.js';
import { regions } from '../../state-lib/src/schema/regions.js';
import { callerFields, type Table } from '../../state-lib/src/schema/table.js';
import { selectChangedEntities, selectNewestEntities } from '../../state-lib/src/store/entities.js';
import { selectActive, selectPositions } from '../../state-lib/src/store/players.js';
import { selectActiveBounds, selectBounds, selectTiles } from '../../state-lib/src/store/region-bounds.js';
import { selectOwned } from '../../state-lib/src/store/regions.js';
import { statementOf } from '../../state-lib/src/store/row-writes.js';
import { selectByKeys, selectLists, selectPage } from '../../state-lib/src/store/select-statements.js';
import { guardStatements } from '../../state-lib/src/store/transactions.js';
import type { WriteKind } from '../../state-lib/src/store/write-statements.js';
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
  const fixed = [...Object.values(epochStatements), ...Object.values(guardStatements), roleStatement];
  const lists = [selectActive, selectPositions, selectNewestEntities, selectChangedEntities, selectOwned];
  const built = [regions, players, entities].flatMap((table) => tableStatements(table));
  const all = [...fixed, ...lists, selectTiles, selectBounds, selectActiveBounds, ...built];
  return [...all.map(({ label, text }, index) => ({ id: `${label} ${index}`, sql: text })), ...inlineStatements()];
}

function tableStatements(table: Table): { readonly label: string; readonly text: string }[] {
  const fields = callerFields(table).filter((field) => field !== table.key);
  const filters = table === entities ? [[], ['entityType']] : [[]];
  const lists = table.placement.flatMap((field) => [
    selectLists(table, field),
    ...filters.map((filter) => selectPage(table, field, filter)),
  ]);
  const writes = (['create', 'update', 'upsert', 'delete'] satisfies WriteKind[]).flatMap((kind) =>
    [true, false].flatMap((pinned) =>
      [true, false].flatMap((locked) =>
        (kind === 'delete' ? [[]] : [fields, ...fields.map((field) => [field])]).map((some) =>
          statementOf(table, { kind, fields: some, pinned, locked }),
        ),
      ),
    ),
  );
  return [selectByKeys(table), ...lists, ...writes];
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

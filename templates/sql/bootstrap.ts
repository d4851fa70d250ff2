/** Database and users of the stack. `migrator` owns the schema, `app` reads and writes rows, `app_readonly` reads them. */
export const database = 'planetary_survival';
export const databaseUsers = { owner: 'migrator', monitor: 'monitor', app: 'app', readonly: 'app_readonly' } as const;

export interface Bootstrap {
  readonly statementTimeoutMs: number;
  /** Name → value, as SQL literals. */
  readonly clusterSettings: Readonly<Record<string, string>>;
}

/**
 * What root sets up before anything else connects, as one list of statements that can run again: sent to the database
 * `defaultdb` first, then, since grants on a schema want it, to the stack's own.
 */
export function bootstrapSql({ clusterSettings }: Bootstrap): string {
  const users = Object.values(databaseUsers).map((user) => `CREATE USER IF NOT EXISTS ${user}`);
  return statements([
    `CREATE DATABASE IF NOT EXISTS ${database}`,
    ...users,
    `ALTER DATABASE ${database} OWNER TO ${databaseUsers.owner}`,
    `GRANT SYSTEM VIEWACTIVITYREDACTED TO ${databaseUsers.monitor}`,
    `GRANT SYSTEM VIEWCLUSTERSETTING TO ${databaseUsers.monitor}`,
    ...Object.entries(clusterSettings).map(([name, value]) => `SET CLUSTER SETTING ${name} = ${value}`),
  ]);
}

/** For the databases that every cluster begins with: CockroachDB lets everyone create tables in them. */
export function publicSchemaSql(): string {
  return statements([`REVOKE CREATE ON SCHEMA public FROM public`]);
}

/** Privileges and per-user defaults inside the stack's database. */
export function grantsSql({ statementTimeoutMs }: Bootstrap): string {
  const { owner, app, readonly, monitor } = databaseUsers;
  const defaults = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public`;
  return statements([
    `REVOKE ALL ON DATABASE ${database} FROM public`,
    `GRANT CONNECT ON DATABASE ${database} TO ${owner}, ${app}, ${readonly}, ${monitor}`,
    `REVOKE CREATE ON SCHEMA public FROM public`,
    `GRANT CREATE, USAGE ON SCHEMA public TO ${owner}`,
    `GRANT USAGE ON SCHEMA public TO ${app}, ${readonly}`,
    `${defaults} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}`,
    `${defaults} GRANT SELECT ON TABLES TO ${readonly}`,
    // As a default of the role: PgBouncer would drop it as a startup parameter.
    `ALTER ROLE ${app} SET statement_timeout = '${statementTimeoutMs}ms'`,
    `ALTER ROLE ${readonly} SET statement_timeout = '${statementTimeoutMs}ms'`,
    // A transaction that a client forgot would hold its locks, and a server connection of the pool.
    `ALTER ROLE ${app} SET idle_in_transaction_session_timeout = '${statementTimeoutMs}ms'`,
    `ALTER ROLE ${readonly} SET idle_in_transaction_session_timeout = '${statementTimeoutMs}ms'`,
  ]);
}

/** Passwords, as the verifiers that PgBouncer has too: equal ones are what lets it pass SCRAM through. */
export function passwordsSql(verifiers: { readonly app: string; readonly readonly: string }): string {
  return statements([
    `ALTER USER ${databaseUsers.app} WITH PASSWORD '${verifiers.app}'`,
    `ALTER USER ${databaseUsers.readonly} WITH PASSWORD '${verifiers.readonly}'`,
  ]);
}

function statements(list: readonly string[]): string {
  return list.map((statement) => `${statement};\n`).join('');
}

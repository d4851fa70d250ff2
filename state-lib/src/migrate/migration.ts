import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whose SQL a migration is in. */
export type Product = 'cockroach' | 'postgresql';

/** One file of SQL that is applied once. */
export interface Migration {
  /** `0001_regions.sql`, or `hash-sharded/0001_regions.sql` of an optional set. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, in hex. */
  readonly checksum: string;
}

/** Sets of migrations that a deployment may want besides the schema itself, each a folder. */
export type OptionalSet = 'hash-sharded';

const fileName = /^\d{4}_[a-z0-9_]+\.sql$/;

/**
 * Migrations below `directory` in order: files of `cockroach/`, for PostgreSQL their namesakes in `postgresql/` where there are some.
 * Throws on a file that is not named `NNNN_name.sql`, and on two of one number.
 */
export function readMigrations(directory: string, product: Product, sets: readonly OptionalSet[] = []): Migration[] {
  return ['', ...sets].flatMap((set) => {
    const names = readdirSync(join(directory, 'cockroach', set), { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .toSorted();
    checkNames(names);
    return names.map((file) => {
      const variant = join(directory, product, set, file);
      const text = readFileSync(existsSync(variant) ? variant : join(directory, 'cockroach', set, file), 'utf8');
      return { name: join(set, file), text, checksum: createHash('sha256').update(text).digest('hex') };
    });
  });
}

function checkNames(names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (!fileName.test(name)) throw new Error(`migration ${name} must be named NNNN_name.sql`);
    if (names[index - 1]?.slice(0, 4) === name.slice(0, 4))
      throw new Error(`migrations ${names[index - 1]} and ${name} have the same number`);
  }
}

/** The statements of a file, each to be sent alone; one ends with a semicolon at the end of a line. */
export function statementsOf(text: string): string[] {
  return text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** The service as one minified CommonJS file for Node 20, the same bytes for the same sources. */
export function bundleStateService(): string {
  return bundle('src/service/start.ts');
}

let migrations: string | undefined;

/** The program that applies the migrations, likewise. */
export function bundleMigrate(): string {
  return (migrations ??= bundle('src/migrate/start.ts'));
}

/** The migrations: path below `state-lib/migrations` → SQL. */
export function migrationFiles(): Record<string, string> {
  const folder = fileURLToPath(new URL('migrations/', import.meta.url));
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'));
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(`${folder}${path}`, 'utf8')]));
}

function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // Required only on paths that the service does not take; server.ts gives fastify its own compilers.
    external: ['pg-native', '@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'],
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild gave no file for state-lib/${entry}`);
  return file.text;
}

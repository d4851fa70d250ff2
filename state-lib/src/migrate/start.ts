#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { migrateConfigSchema } from './config.js';
import { migrate } from './migrate.js';

const log = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([path = '']: readonly string[]): Promise<void> {
  const config = migrateConfigSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { certificates, directory, sets, ...connection } = config;
  const text = (file: string): string => readFileSync(file, 'utf8');
  const ssl = { ca: text(certificates.ca), cert: text(certificates.cert), key: text(certificates.key) };
  const names = await migrate({
    connection: { ...connection, ssl, connectionTimeoutMillis: 10_000 },
    ...{ directory, sets, log },
  });
  if (names.length === 0) log('nothing to apply');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

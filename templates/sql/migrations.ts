import { readFileSync } from 'node:fs';

const names = ['0001_regions.sql', '0002_cache_epoch.sql'] as const;

/** The migrations in order: file name → SQL that can run again. */
export function migrations(): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(`migrations/${name}`, import.meta.url), 'utf8')]),
  );
}

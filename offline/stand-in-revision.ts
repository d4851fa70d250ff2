import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipe, recipeHash } from './recipe.js';

/** Source folder of the PostgreSQL stand-in for CockroachDB: a Go module. */
export const standInSources = (): string => join(import.meta.dirname, 'cockroach-stand-in');

const counts = (name: string): boolean =>
  (name.endsWith('.go') && !name.endsWith('_test.go')) || /^(go\.mod|go\.sum)$|\.(csv|sql|html)$/.test(name);

/**
 * Names what the stand-in's image is made of, in 8 characters: packages and sources; tests and prose do not count. It is in the image's
 * tag, so that two checkouts of different sources live side by side.
 */
export function standInRevision(): string {
  const sources = standInSources();
  const entries = readdirSync(sources, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && counts(entry.name)).map((e) => join(e.parentPath, e.name));
  const hash = createHash('sha256').update(recipeHash(recipe));
  for (const path of paths.toSorted()) hash.update(`${path.slice(sources.length)}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 8);
}

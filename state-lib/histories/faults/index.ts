import { databaseFaults } from './database.js';
import { instanceFaults } from './instances.js';
import { redisFaults } from './redis.js';
import type { Break } from './target.js';

/** Kinds that, as a rule, leave the cache cold: it takes a while until reads find values there again. */
export const cooling: ReadonlySet<string> = new Set([
  ...Object.keys(redisFaults),
  'instance cut from redis',
  'instance cut from the answers of redis',
  'instance cut from the database, the others from redis',
]);

/** Every kind of fault, by name. */
export const faults: Readonly<Record<string, Break>> = { ...redisFaults, ...instanceFaults, ...databaseFaults };

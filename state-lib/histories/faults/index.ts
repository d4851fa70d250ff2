import { databaseFaults } from './database.js';
import { instanceFaults } from './instances.js';
import { redisFaults } from './redis.js';
import type { Break } from './target.js';

/** Every kind of fault, by name. */
export const faults: Readonly<Record<string, Break>> = { ...redisFaults, ...instanceFaults, ...databaseFaults };

import { createHash } from 'node:crypto';

/**
 * All of a list when `TEST_LONG` is set; else `count` of it, chosen by `TEST_SEED` (default: the day), which is printed, so that another
 * run can choose the same.
 */
export function sample<T>(all: readonly T[], count = 4, environment = process.env): T[] {
  if (environment['TEST_LONG']) return [...all];
  const seed = environment['TEST_SEED'] ?? new Date().toISOString().slice(0, 10);
  console.log(`${Math.min(count, all.length)} of ${all.length}; again with TEST_SEED=${seed} npm run test:deploy`);
  const rest = [...all];
  // A digest, since the next day's name differs by one letter, and the first choice must differ too.
  let state = createHash('sha256').update(seed).digest().readUInt32BE();
  return Array.from({ length: Math.min(count, all.length) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return rest.splice(Math.floor((state / 2 ** 32) * rest.length), 1)[0] as T;
  });
}

import type { RedisCache } from '../../src/cache/redis-cache.js';

/** What Redis answers to reads from here on. */
export function readAnswers(cache: RedisCache): (string | null)[] {
  const answers: (string | null)[] = [];
  const read = cache.read.bind(cache);
  cache.read = async (...values) => {
    const got = await read(...values);
    answers.push(...got);
    return got;
  };
  return answers;
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { RedisCache } from '../src/cache/redis-cache.js';
import { silent } from '../src/observer.js';
import { lastingPrimary, startBacking } from './backing/stack.js';
import type { Backing } from './backing/stack.js';
import { until } from './backing/until.js';

let backing: Backing;

beforeAll(async () => void (backing = await startBacking(lastingPrimary)), 60_000);
afterAll(async () => await backing.stop(), 60_000);

it('a connection that is dropped while the Sentinels are asked is made again', async () => {
  const cache = new RedisCache(backing.settings.cache, silent);
  try {
    cache.connect();
    for (let round = 0; round < 5; round += 1) {
      cache.reconnect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(async () => expect(cache.incarnation).toBeDefined());
  } finally {
    cache.close();
  }
});

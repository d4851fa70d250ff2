import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { RedisCache } from '../src/cache/redis-cache.js';
import type { EpochWatch } from '../src/coherence/epoch-watch.js';
import { coherenceTimes } from '../src/coherence/settings.js';
import { Drain } from '../src/drain.js';
import { silent } from '../src/observer.js';
import { Copies } from '../src/store/copies.js';
import { Reader } from '../src/store/reader.js';
import type { Source } from '../src/store/source.js';

it('callers that wait for a load get its error: they do not ask a failing database one after another', async () => {
  let lease: string | undefined;
  const cache = {
    read: async (keys: string[]) => keys.map(() => null),
    acquire: async (keys: string[], _: string, token: string) =>
      keys.map(() => {
        if (lease !== undefined) return `W${lease}`;
        lease = token;
        return 'L';
      }),
    release: async () => (lease = undefined),
  } as unknown as RedisCache;
  let loads = 0;
  let fail: () => void = () => {};
  const source = {
    name: 'thing',
    id: (id: string) => id,
    load: async () => {
      loads += 1;
      if (loads === 1) await new Promise<void>((resolve) => (fail = resolve));
      throw new Error('the database is away');
    },
  } as unknown as Source<unknown>;
  const watch = { trusted: () => '00000001' } as EpochWatch;
  const reader = new Reader(cache, watch, coherenceTimes({}), silent, new Copies(0), new Drain());
  const reads: Promise<unknown>[] = [];
  for (let caller = 0; caller < 20; caller += 1) {
    reads.push(reader.get(source, 'a'));
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  }
  fail();
  const ends = await Promise.allSettled(reads);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  expect(loads).toBe(1);
});

import { describe, expect, it } from 'vitest';
import type { RedisCache } from '../src/cache/redis-cache.js';
import type { EpochWatch } from '../src/coherence/epoch-watch.js';
import { GuardedWrites } from '../src/coherence/guarded-write.js';
import { coherenceTimes } from '../src/coherence/settings.js';
import { silent } from '../src/observer.js';

/** Writes on a Redis whose commands fail at these calls, counted from 1. */
function writesOn(failing: Readonly<Record<string, readonly number[]>>, lostBy = '') {
  const calls: string[] = [];
  const command = (name: string) => async (): Promise<void> => {
    calls.push(name);
    const count = calls.filter((call) => call === name).length;
    if (name === lostBy) Object.assign(watch, { reachable: false });
    if (failing[name]?.includes(count) === true) throw new Error('Command timed out');
  };
  const epoch = { generation: 1, incarnation: 'redis' };
  const watch = {
    ...{
      epoch,
      reachable: true,
      settled: async () => {},
      guard: () => ({ generation: epoch.generation, deadline: '' }),
    },
    abandon: async () => {
      calls.push('abandon');
      Object.assign(epoch, { generation: epoch.generation + 1, incarnation: '' });
    },
  } as unknown as EpochWatch;
  const cache = { quarantine: command('quarantine'), lift: command('lift') } as unknown as RedisCache;
  const writes = new GuardedWrites(cache, watch, coherenceTimes({}), 5_000, silent);
  const run = async (next?: () => never) => await writes.run(['ps:entity:a'], async () => 'written', next);
  return { calls, run };
}

describe('a command of a write that is lost', () => {
  it.each([
    ['is sent once more', { quarantine: [1], lift: [1] }, ['quarantine', 'quarantine', 'lift', 'lift']],
    [
      'costs the trust in Redis the second time, at the announcement',
      { quarantine: [1, 2] },
      ['quarantine', 'quarantine', 'abandon'],
    ],
    ['costs it when it is lifted', { lift: [1, 2] }, ['quarantine', 'lift', 'lift', 'abandon']],
  ])('%s', async (_, failing, calls) => {
    const writes = writesOn(failing);
    expect(await writes.run()).toBe('written');
    expect(writes.calls).toEqual(calls);
  });

  it('is not sent again where another Redis is reached', async () => {
    const writes = writesOn({ quarantine: [1] }, 'quarantine');
    await writes.run();
    expect(writes.calls).toEqual(['quarantine', 'abandon']);
  });
});

it('what goes wrong after the commit is not told as if nothing had been written', async () => {
  const writes = writesOn({});
  const fail = (): never => {
    throw new Error('cannot be encoded');
  };
  expect(await writes.run(fail)).toBe('written');
  expect(writes.calls).toEqual(['quarantine', 'abandon']);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Epoch, EpochStore } from '../src/coherence/epoch-store.js';
import { EpochWatch } from '../src/coherence/epoch-watch.js';
import type { CacheLink } from '../src/coherence/epoch-watch.js';
import { coherenceTimes } from '../src/coherence/settings.js';
import { silent } from '../src/observer.js';
import { until } from './backing/until.js';

const times = coherenceTimes({ trustMs: 1_000 });
/** What no trust outlives. */
const gone = 1_050;
const longAgo = 1e9;
const first: Epoch = { generation: 1, incarnation: 'old', revokedAgo: longAgo, movedAgo: longAgo, clock: 0 };

// The instance's own clock, which the test moves.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** An instance that is connected to the Redis `old`, on a database that answers with `epochs` in turn, then not any more. */
async function watchOf(...epochs: Epoch[]): Promise<EpochWatch> {
  const answers = [first, ...epochs];
  const store = { read: async () => answers.shift() ?? (await new Promise(() => {})) } as unknown as EpochStore;
  const link: CacheLink = { incarnation: 'old', reconnect: () => {} };
  const watch = new EpochWatch(store, link, times, silent);
  await watch.refresh();
  return watch;
}

async function isSettled(watch: EpochWatch): Promise<boolean> {
  return await Promise.race([watch.settled().then(() => true), new Promise<false>((no) => setTimeout(no, 20, false))]);
}

it('a reader that is cut off with the Redis that it trusts stops to trust it by its own clock', async () => {
  const watch = await watchOf();
  void watch.refresh();
  vi.advanceTimersByTime(times.trustMs - 1);
  expect(watch.trusted()).toBeDefined();
  vi.advanceTimersByTime(1);
  expect(watch.trusted()).toBeUndefined();
});

it('trust begins when the epoch is asked for, not when a slow database has answered', async () => {
  let answer: (epoch: Epoch) => void = () => {};
  const slow = new Promise<Epoch>((resolve) => (answer = resolve));
  const store = { read: async () => await slow } as unknown as EpochStore;
  const watch = new EpochWatch(store, { incarnation: 'old', reconnect: () => {} }, times, silent);
  const reading = watch.refresh();
  vi.advanceTimersByTime(900);
  answer(first);
  await reading;
  vi.advanceTimersByTime(99);
  expect(watch.trusted()).toBeDefined();
  vi.advanceTimersByTime(1);
  expect(watch.trusted()).toBeUndefined();
});

it('writes wait until no instance can trust an earlier epoch, be its clock slower by a twentieth', async () => {
  const watch = await watchOf({ ...first, generation: 2, incarnation: '', revokedAgo: 0 });
  await watch.refresh();
  expect(watch.trusted()).toBeUndefined();
  vi.advanceTimersByTime(gone - 1);
  expect(await isSettled(watch)).toBe(false);
  vi.advanceTimersByTime(1);
  await until(async () => expect(await isSettled(watch)).toBe(true));
});

it.each([
  ['just after it', 0, gone],
  ['by a database whose other node has its clock behind', -500, gone],
  ['so late that only what a move may take and clocks may differ by is left', gone + 500 + 10_000 - 1, 1],
])('what is left to wait is told by the database: %s', async (_, revokedAgo, left) => {
  const watch = await watchOf({ ...first, generation: 2, incarnation: 'new', revokedAgo });
  await watch.refresh();
  vi.advanceTimersByTime(left - 1);
  expect(await isSettled(watch)).toBe(false);
  vi.advanceTimersByTime(1);
  await until(async () => expect(await isSettled(watch)).toBe(true));
});

it('an answer about an epoch that is over changes nothing', async () => {
  const watch = await watchOf({ ...first, generation: 3, incarnation: 'new' }, { ...first, generation: 2 });
  await watch.refresh();
  await watch.refresh();
  expect(watch.epoch).toMatchObject({ generation: 3, incarnation: 'new' });
  expect(watch.trusted()).toBeUndefined();
});

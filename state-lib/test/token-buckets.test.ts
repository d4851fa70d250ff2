import { expect, it } from 'vitest';
import { TokenBuckets } from '../src/service/http/token-buckets.js';

function buckets(keys?: number) {
  const clock = { now: 0 };
  return { clock, of: new TokenBuckets(2, 3, keys, () => clock.now) };
}

it('gives a burst, then as many as it fills by', () => {
  const { clock, of } = buckets();
  expect([1, 2, 3, 4].map(() => of.take('a'))).toEqual([0, 0, 0, 500]);
  expect(of.take('b')).toBe(0);
  clock.now = 250;
  expect(of.take('a')).toBe(250);
  clock.now = 500;
  expect([of.take('a'), of.take('a')]).toEqual([0, 500]);
  clock.now = 60_000;
  expect([1, 2, 3, 4].map(() => of.take('a'))).toEqual([0, 0, 0, 500]);
});

it('forgets who was silent longest, never who asks', () => {
  const { of } = buckets(2);
  for (let turn = 0; turn < 100; turn += 1) {
    of.take('loud');
    of.take(`other ${turn}`);
  }
  expect(of.take('loud')).toBe(500);
});

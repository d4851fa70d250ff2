import { describe, expect, it } from 'vitest';
import { pinnedBy, spawnBounds } from '../src/store/spawn.js';
import { measuredTier, tiersMs, timeToLive } from '../src/store/time-to-live.js';

const minute = 60_000;
const seen = (reads: number, minutes: number) => measuredTier({ reads, since: 0 }, minutes * minute);

describe('how long a value is kept', () => {
  it('follows from how often it is read', () => {
    expect([seen(59, 0), seen(60, 0), seen(5, 0), seen(1, 0)]).toEqual(['warm', 'hot', 'default', 'default']);
    expect([seen(600, 10), seen(599, 10), seen(60, 10), seen(59, 10)]).toEqual(['hot', 'warm', 'warm', 'default']);
    expect([seen(1, 4.9), seen(1, 5), seen(2, 5), seen(0, 60)]).toEqual(['default', 'cold', 'default', 'cold']);
  });

  it('forgets what is long ago', () => {
    const heat = { reads: 900, since: 0 };
    expect(measuredTier(heat, 15 * minute)).toBe('hot');
    expect(heat).toEqual({ reads: 450, since: 7.5 * minute });
    expect(measuredTier(heat, 30 * minute)).toBe('warm');
  });

  it('has jitter, and fixed tiers for what is pinned, absent, or a player', () => {
    const ttl = timeToLive(pinnedBy({ at: { x: 0n, y: 0n, z: 0n }, radius: 1 }));
    const heat = () => ({ reads: 1, since: performance.now() });
    const middle = (source: string, id: string, isAbsent = false): number[] => {
      const times = Array.from({ length: 200 }, () => ttl(source, id, heat(), isAbsent));
      expect(Math.max(...times) / Math.min(...times)).toBeGreaterThan(1.1);
      return [Math.min(...times), Math.max(...times)];
    };
    const around = (tier: keyof typeof tiersMs, [low = 0, high = 0]: number[]): void => {
      expect(low).toBeGreaterThanOrEqual(tiersMs[tier] * 0.9);
      expect(high).toBeLessThanOrEqual(tiersMs[tier] * 1.1);
    };
    around('hot', middle('region', '1_-1_0'));
    around('hot', middle('region_tile', '-1_0_0'));
    around('default', middle('region', '2_0_0'));
    around('default', middle('region_tile', '1_0_0'));
    around('cold', middle('region', '2_0_0', true));
    around('session', middle('player', 'ann'));
  });

  it('is refused for a spawn that is too wide', () => {
    expect(() => spawnBounds({ at: { x: 0n, y: 0n, z: 0n }, radius: 11 })).toThrow('spawn.radius must be an integer');
  });
});
